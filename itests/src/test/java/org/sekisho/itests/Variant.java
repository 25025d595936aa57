package org.sekisho.itests;

import java.util.List;
import java.util.stream.Stream;

/**
 * One row of lab/variants.table, with the router in one of its roles.
 *
 * @param name of the variant
 * @param topology direct, nat or natboth
 * @param role initiator or responder: what the router is
 */
record Variant(String name, String topology, String role) {

  /** The rows whose role is the given one, except soak, which has its own test. */
  static Stream<Variant> all(String role) {
    return Command.run(Lab.script("variant"), "list").orFail().lines().stream()
        .map(line -> line.split(" "))
        .map(words -> new Variant(words[0], words[1], words[2]))
        .filter(variant -> variant.role.equals(role) && !variant.name.equals("soak"));
  }

  static Variant initiator(String name) {
    return of(name, "initiator");
  }

  static Variant responder(String name) {
    return of(name, "responder");
  }

  private static Variant of(String name, String role) {
    String topology = Command.run(Lab.script("variant"), "topology", name).orFail().output();
    return new Variant(name, topology.strip(), role);
  }

  /** The router's whole configuration. */
  List<String> configuration() {
    return variant("config", name, role);
  }

  /** The router's addresses and default route. */
  List<String> network() {
    return variant("network", name);
  }

  /** Arguments of `lab/peer start` for the gateway. */
  List<String> gateway() {
    return variant("gateway", name, role);
  }

  /** Whether the gateway starts the tunnel by itself as soon as it runs. */
  boolean gatewayDials() {
    return gateway().contains("dial");
  }

  private static List<String> variant(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = Lab.script("variant");
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Command.run(all).orFail().lines();
  }

  @Override
  public String toString() {
    return name + " " + role;
  }
}
