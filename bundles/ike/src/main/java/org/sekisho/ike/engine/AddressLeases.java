package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sekisho.ike.config.AddressPool;

/**
 * Inner addresses handed out (RFC 7296 section 2.19). A gateway is one peer, so each holds at most
 * one address of a family, and the same one again when it comes back, as long as its gateway is
 * configured.
 */
final class AddressLeases {

  private final Map<InetAddress, Integer> owners = new HashMap<>();

  /**
   * The address of a gateway's peer: the one it has, the one it wants, or the first that is free.
   *
   * @return empty when the pool is used up
   */
  Optional<InetAddress> lease(AddressPool pool, int gateway, Optional<InetAddress> wanted) {
    Optional<InetAddress> present =
        owners.entrySet().stream()
            .filter(e -> e.getValue() == gateway && pool.contains(e.getKey()))
            .map(Map.Entry::getKey)
            .findFirst();
    if (present.isPresent()) {
      return present;
    }
    Optional<InetAddress> free = wanted.filter(a -> pool.contains(a) && !owners.containsKey(a));
    for (int i = 0; free.isEmpty() && i < pool.size(); i++) {
      free = Optional.of(pool.at(i)).filter(a -> !owners.containsKey(a));
    }
    free.ifPresent(
        address -> {
          owners
              .keySet()
              .removeIf(
                  a ->
                      owners.get(a) == gateway
                          && a.getAddress().length == address.getAddress().length);
          owners.put(address, gateway);
        });
    return free;
  }

  /** The gateway is no more. */
  void release(int gateway) {
    owners.values().removeIf(g -> g == gateway);
  }
}
