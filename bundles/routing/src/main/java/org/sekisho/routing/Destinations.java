package org.sekisho.routing;

import java.net.InetAddress;
import org.sekisho.api.config.IpPrefix;

/** Destinations in the kernel's notation: {@code default} or {@code A.B.C.D/m}, host bits zero. */
final class Destinations {

  static final String DEFAULT = "default";

  private Destinations() {}

  /** The network of a prefix. */
  static String of(IpPrefix prefix) {
    if (prefix.length() == 0) {
      return DEFAULT;
    }
    return prefix.network().toString();
  }

  /** The kernel leaves /32 out and may say 0.0.0.0/0. */
  static String normalise(String printed) {
    if (printed.equals("0.0.0.0/0")) {
      return DEFAULT;
    }
    return printed.equals(DEFAULT) || printed.contains("/") ? printed : printed + "/32";
  }

  /** Prefix length, 0 for the default route. */
  static int length(String destination) {
    return destination.equals(DEFAULT)
        ? 0
        : Integer.parseInt(destination.substring(destination.indexOf('/') + 1));
  }

  /** Whether an IPv4 address lies in a destination. */
  static boolean contains(String destination, InetAddress address) {
    if (destination.equals(DEFAULT)) {
      return true;
    }
    return of(new IpPrefix(address, length(destination))).equals(destination);
  }
}
