package org.sekisho.routing;

import java.net.InetAddress;
import java.util.OptionalInt;
import org.sekisho.api.config.Arguments;

/**
 * One gateway of a static route, as typed.
 *
 * @param target where packets go
 * @param hide valid only while the interface is up
 * @param weight share of flows; 0 stands by
 * @param keepalive id of the {@code ip keepalive} that watches it
 * @param filtered chosen by packet filters or by application
 */
record Gateway(Target target, boolean hide, int weight, OptionalInt keepalive, boolean filtered) {

  /** Where packets go. */
  sealed interface Target {}

  /** A neighbour's address. */
  record Neighbour(InetAddress address) implements Target {}

  /** A tunnel. */
  record Tunnel(int number) implements Target {}

  /** The router that a DHCP server told an interface of, by the interface's RTX name. */
  record Dhcp(String lan) implements Target {}

  /** Nowhere. */
  record Null() implements Target {}

  /**
   * An interface this version does not have.
   *
   * @param words as typed, for example {@code pp 1}
   */
  record Missing(String words) implements Target {}

  /** Reads one repetition of {@code gateway …}. */
  static Gateway read(Arguments group) {
    OptionalInt keepalive =
        group.has(RouteCommands.KEEPALIVE)
            ? OptionalInt.of(group.integer(RouteCommands.KEEPALIVE))
            : OptionalInt.empty();
    return new Gateway(
        target(group),
        group.has("hide"),
        group.integer(RouteCommands.WEIGHT, 1),
        keepalive,
        group.has("filter") || group.has("dpi"));
  }

  private static Target target(Arguments group) {
    if (group.has(RouteCommands.ADDRESS)) {
      return new Neighbour(group.address(RouteCommands.ADDRESS));
    } else if (group.has(RouteCommands.TUNNEL)) {
      return new Tunnel(group.integer(RouteCommands.TUNNEL));
    } else if (group.has("null")) {
      return new Null();
    } else if (group.has("dhcp")) {
      return new Dhcp(group.text(RouteCommands.INTERFACE));
    } else if (group.has(RouteCommands.LOOPBACK)) {
      return new Missing(group.text(RouteCommands.LOOPBACK));
    } else if (group.has(RouteCommands.PP)) {
      return new Missing("pp " + group.integer(RouteCommands.PP));
    }
    return new Missing("pp anonymous");
  }

  /** Linux name of a tunnel's device. */
  static String device(int tunnel) {
    return "tunnel" + tunnel;
  }
}
