package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sekisho.ike.config.AddressPool;
import org.sekisho.ike.config.ModeConfig;
import org.sekisho.ike.message.CpPayload;
import org.sekisho.ike.message.CpPayload.Attribute;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Configuration payloads of one gateway (RFC 7296 sections 2.19, 3.15). As initiator: asks for an
 * inner address and has it set on the tunnel's interface; it stays there until another is assigned
 * or the gateway is closed. As responder: hands out from a pool and lets the CHILD SA carry nothing
 * but that address.
 */
final class ModeConfiguration {

  private static final int MOST_ADDRESSES = 8;

  private final Gateway gateway;
  private List<InetAddress> assigned = List.of();
  private List<InetAddress> dns = List.of();
  private List<InetAddress> leased = List.of();
  private boolean exhausted;

  ModeConfiguration(Gateway gateway) {
    this.gateway = gateway;
  }

  private ModeConfig config() {
    return gateway.config().modeConfig();
  }

  /** CFG_REQUEST of our first IKE_AUTH request, where a line asks for an address. */
  List<Payload> request() {
    if (!config().request()) {
      return List.of();
    }
    List<Attribute> wanted = new ArrayList<>();
    assigned.forEach(a -> wanted.add(Attribute.address(a)));
    if (assigned.stream().noneMatch(a -> a.getAddress().length == 4)) {
      wanted.add(Attribute.any(CpPayload.IP4_ADDRESS));
    }
    wanted.add(Attribute.any(CpPayload.IP4_DNS));
    if (gateway.config().children().get(0).ipv6()) {
      if (assigned.stream().noneMatch(a -> a.getAddress().length == 16)) {
        wanted.add(Attribute.any(CpPayload.IP6_ADDRESS));
      }
      wanted.add(Attribute.any(CpPayload.IP6_DNS));
    }
    return List.of(new CpPayload(CpPayload.REQUEST, wanted));
  }

  /** The last IKE_AUTH response is here. */
  void replied(Payloads response) {
    if (!config().request()) {
      return;
    }
    Optional<CpPayload> reply =
        response.first(CpPayload.class).filter(p -> p.cfgType() == CpPayload.REPLY);
    List<InetAddress> addresses = addresses(reply, CpPayload.IP4_ADDRESS, CpPayload.IP6_ADDRESS);
    if (addresses.isEmpty()) {
      gateway
          .context()
          .output
          .log("[IKE2] " + gateway.config().label() + " the peer assigned no inner address");
      return;
    }
    tell(addresses, addresses(reply, CpPayload.IP4_DNS, CpPayload.IP6_DNS));
  }

  private static List<InetAddress> addresses(Optional<CpPayload> reply, int ipv4, int ipv6) {
    return reply.stream()
        .flatMap(p -> Stream.concat(p.addresses(ipv4).stream(), p.addresses(ipv6).stream()))
        .filter(a -> !a.isAnyLocalAddress() && !a.isMulticastAddress() && !a.isLoopbackAddress())
        .distinct()
        .limit(MOST_ADDRESSES)
        .toList();
  }

  private void tell(List<InetAddress> addresses, List<InetAddress> servers) {
    if (addresses.equals(assigned) && servers.equals(dns)) {
      return;
    }
    assigned = addresses;
    dns = servers;
    int tunnel = gateway.config().tunnel().orElse(0);
    if (!addresses.isEmpty()) {
      gateway
          .context()
          .output
          .log(
              "[IKE2] Tunnel["
                  + tunnel
                  + "] inner address "
                  + text(addresses)
                  + (servers.isEmpty() ? "" : ", DNS " + text(servers)));
    }
    gateway.context().output.assigned(gateway.config().number(), tunnel, addresses, servers);
  }

  private static String text(List<InetAddress> addresses) {
    return String.join(" ", addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  /** Nothing is assigned any more. */
  void release() {
    if (!assigned.isEmpty()) {
      tell(List.of(), List.of());
    }
  }

  /** CFG_REPLY to what an authenticated peer asks for; nothing where no line names a pool. */
  List<Payload> answer(Payloads request) {
    leased = List.of();
    exhausted = false;
    Optional<CpPayload> asked =
        request.first(CpPayload.class).filter(p -> p.cfgType() == CpPayload.REQUEST);
    if (asked.isEmpty() || config().pools().isEmpty()) {
      return List.of();
    }
    leased = Stream.of(false, true).flatMap(ipv6 -> lease(asked.get(), ipv6).stream()).toList();
    exhausted = leased.isEmpty();
    if (exhausted) {
      return List.of();
    }
    List<Attribute> given = new ArrayList<>();
    leased.forEach(a -> given.add(Attribute.address(a)));
    for (InetAddress server : config().dns()) {
      Attribute attribute = Attribute.dns(server);
      if (asked.get().has(attribute.type())) {
        given.add(attribute);
      }
    }
    return List.of(new CpPayload(CpPayload.REPLY, given));
  }

  private Optional<InetAddress> lease(CpPayload asked, boolean ipv6) {
    int type = ipv6 ? CpPayload.IP6_ADDRESS : CpPayload.IP4_ADDRESS;
    Optional<AddressPool> pool =
        config().pools().stream().filter(p -> p.isIpv6() == ipv6).findFirst();
    return asked.has(type) && pool.isPresent()
        ? gateway
            .context()
            .leases
            .lease(
                pool.get(), gateway.config().number(), asked.addresses(type).stream().findFirst())
        : Optional.empty();
  }

  /**
   * Before a CHILD SA is made for a peer that asked for an address.
   *
   * @throws NegotiationException when there was none for it
   */
  void checkLease() throws NegotiationException {
    if (exhausted) {
      throw new NegotiationException(
          NotifyType.INTERNAL_ADDRESS_FAILURE,
          "no inner address is free for the peer: enlarge ipsec ike mode-cfg address pool");
    }
  }

  /** Inner addresses the peer got, empty when it asked for none. */
  List<InetAddress> leased() {
    return leased;
  }
}
