package org.sekisho.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An IPv4 route of the kernel's main table.
 *
 * @param type what happens to packets
 * @param destination in the kernel's notation
 * @param hops where they go; empty unless unicast
 * @param source source address of packets of our own, null: the kernel's choice
 * @param metric priority, smaller first
 * @param protocol who made it: a name of rt_protos or a number
 */
record KernelRoute(
    Type type, String destination, List<Hop> hops, String source, int metric, String protocol) {

  /**
   * The number our routes carry (rtnetlink(7), rtm_protocol): above 4, so that the kernel leaves it
   * to us, and used by no daemon of iproute2's rt_protos.
   */
  static final String OUR_PROTOCOL = "77";

  /** The number of our routes that no line asks for: they last as long as a lease. */
  static final String TEMPORARY_PROTOCOL = "78";

  /** What happens to packets. */
  enum Type {
    UNICAST,
    UNREACHABLE,
    BLACKHOLE,
    OTHER
  }

  /**
   * A next hop.
   *
   * @param via neighbour's address, null when the device is the destination
   * @param device device, null: the kernel finds it by the neighbour's address
   * @param weight share of flows, 1 to 256
   * @param onLink whether the neighbour is there though no route to it says so
   */
  record Hop(String via, String device, int weight, boolean onLink) {

    /** A next hop that the routing table knows how to reach. */
    Hop(String via, String device, int weight) {
      this(via, device, weight, false);
    }

    private boolean isMetBy(Hop actual) {
      return (via == null ? actual.via == null : via.equals(actual.via))
          && (device == null || device.equals(actual.device))
          && weight == actual.weight;
    }
  }

  KernelRoute {
    hops = List.copyOf(hops);
  }

  static KernelRoute ours(
      Type type, String destination, List<Hop> hops, String source, int metric) {
    return new KernelRoute(type, destination, hops, source, metric, OUR_PROTOCOL);
  }

  /** Whether it is one of ours. */
  boolean isOurs() {
    return protocol.equals(OUR_PROTOCOL) || protocol.equals(TEMPORARY_PROTOCOL);
  }

  /** Whether a route of the kernel is this one; what is left to the kernel's choice may differ. */
  boolean isMetBy(KernelRoute actual) {
    if (type != actual.type
        || !protocol.equals(actual.protocol)
        || !destination.equals(actual.destination)
        || metric != actual.metric
        || hops.size() != actual.hops.size()
        || (source != null && !source.equals(actual.source))) {
      return false;
    }
    for (int i = 0; i < hops.size(); i++) {
      if (!hops.get(i).isMetBy(actual.hops.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether both stand in the same place of the table, so that one replaces the other. */
  boolean replaces(KernelRoute other) {
    return destination.equals(other.destination) && metric == other.metric;
  }

  /** Arguments for {@code ip}. */
  List<String> arguments(String verb) {
    List<String> arguments = new ArrayList<>(List.of("-4", "route", verb));
    arguments.add(type.name().toLowerCase(Locale.ROOT));
    arguments.add(destination);
    arguments.addAll(List.of("proto", protocol));
    if (metric != 0) {
      arguments.addAll(List.of("metric", Integer.toString(metric)));
    }
    if (source != null) {
      arguments.addAll(List.of("src", source));
    }
    for (Hop hop : hops) {
      if (hops.size() > 1) {
        arguments.add("nexthop");
      }
      if (hop.via() != null) {
        arguments.addAll(List.of("via", hop.via()));
      }
      if (hop.device() != null) {
        arguments.addAll(List.of("dev", hop.device()));
      }
      if (hop.onLink()) {
        arguments.add("onlink");
      }
      if (hops.size() > 1) {
        arguments.addAll(List.of("weight", Integer.toString(hop.weight())));
      }
    }
    return arguments;
  }

  /** Arguments that delete exactly this route and no foreign one. */
  List<String> deletion() {
    return List.of(
        "-4",
        "route",
        "del",
        type.name().toLowerCase(Locale.ROOT),
        destination,
        "proto",
        protocol,
        "metric",
        Integer.toString(metric));
  }
}
