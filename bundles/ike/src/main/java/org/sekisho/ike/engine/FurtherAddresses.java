package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payloads;

/** Where else a peer can be reached, as it says itself (RFC 4555 sections 3.4 and 3.6). */
final class FurtherAddresses {

  /** More than a gateway has; each costs a copy of a request that finds no answer. */
  private static final int MOST = 8;

  private List<InetAddress> addresses = List.of();

  /** Takes what a message of the peer's names; that replaces what was known before. */
  void learn(Payloads message) {
    boolean said = message.notify(NotifyType.NO_ADDITIONAL_ADDRESSES).isPresent();
    List<InetAddress> named = new ArrayList<>();
    for (NotifyPayload notify : message.all(NotifyPayload.class)) {
      if (isAddress(notify)) {
        said = true;
        InetAddress address = address(notify.data());
        if (isHost(address) && !named.contains(address) && named.size() < MOST) {
          named.add(address);
        }
      }
    }
    if (said) {
      addresses = List.copyOf(named);
    }
  }

  private static boolean isAddress(NotifyPayload notify) {
    return switch (notify.notifyType()) {
      case NotifyType.ADDITIONAL_IP4_ADDRESS -> notify.data().length == 4;
      case NotifyType.ADDITIONAL_IP6_ADDRESS -> notify.data().length == 16;
      default -> false;
    };
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }

  private static boolean isHost(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }

  /** The peer is at one of them now; where it was before it may be again. */
  void moved(InetAddress from, InetAddress to) {
    List<InetAddress> others = new ArrayList<>(addresses);
    others.remove(to);
    others.add(from);
    addresses = List.copyOf(others);
  }

  /** All of them. */
  List<InetAddress> all() {
    return addresses;
  }
}
