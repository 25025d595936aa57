package org.sekisho.routing;

/**
 * A line of {@code show ip route}.
 *
 * @param destination in the kernel's notation
 * @param gateway address, or {@code -}
 * @param interfaceName as an RTX shows it
 * @param kind {@code static}, {@code implicit}, …
 * @param information additional information, may be empty
 * @param hidden whether it is configured but takes no packets now
 */
record RouteRow(
    String destination,
    String gateway,
    String interfaceName,
    String kind,
    String information,
    boolean hidden) {

  /** The line, in the columns of an RTX. */
  String line() {
    return String.format(
        "%-19s %-15s%12s%10s  %s", destination, gateway, interfaceName, kind, information);
  }
}
