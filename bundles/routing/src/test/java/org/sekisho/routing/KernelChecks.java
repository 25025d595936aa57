package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.tunnel.TunnelState;
import org.sekisho.testkit.Namespace;
import org.sekisho.testkit.RecordingLog;

/** Checks that run inside a namespace of their own; see InNamespaceTest. */
final class KernelChecks {

  private static final String LAN = "ip lan1 address 192.168.100.1/24";

  private final Path data = Files.createTempDirectory("sekisho-routing");
  private RecordingLog log = new RecordingLog();
  private RoutingManager manager;
  private ConfigSnapshot config = ConfigSnapshot.EMPTY;

  private KernelChecks() throws IOException {
    ip("link", "add", "eth0", "type", "veth", "peer", "name", "far0");
    ip("link", "add", "eth1", "type", "veth", "peer", "name", "far1");
    ip("link", "set", "far0", "up");
    ip("link", "set", "far1", "up");
    start();
  }

  public static void main(String[] arguments) throws Exception {
    KernelChecks checks = new KernelChecks();
    switch (arguments[0]) {
      case "addresses" -> checks.addresses();
      case "routes" -> checks.routes();
      case "tunnel" -> checks.tunnel();
      case "restart" -> checks.restart();
      case "leases" -> checks.leases();
      case "refusals" -> checks.refusals();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    checks.manager.stop();
  }

  private void start() throws IOException {
    BootSettings settings =
        new BootSettings(
            data,
            Optional.empty(),
            Map.of("lan1", "eth0", "lan2", "eth1"),
            "127.0.0.1",
            2222,
            Optional.empty(),
            Optional.empty());
    log = new RecordingLog();
    config = ConfigSnapshot.EMPTY;
    manager = new RoutingManager(settings, log, new IpProcess());
  }

  private void configure(String... lines) {
    ConfigSnapshot before = config;
    config = Typed.config(lines);
    manager.changed(before, config);
  }

  private void addresses() throws IOException {
    ip("address", "add", "10.99.0.1/24", "dev", "eth0");
    configure(LAN, "ip lan1 secondary address 192.168.101.1/24", "ip lan1 mtu 1400");
    assertEquals("10.99.0.1/24 192.168.100.1/24 192.168.101.1/24", addressesOf("eth0"));
    assertTrue(ip("link", "show", "eth0").contains("mtu 1400"));
    assertTrue(ip("link", "show", "eth0").contains(",UP"));
    assertTrue(ip("-4", "address", "show", "eth0").contains("brd 192.168.100.255"));
    assertEquals("1", read("/proc/sys/net/ipv4/ip_forward"));

    // another address in the same network takes the place of the first
    configure("ip lan1 address 192.168.100.2/24", "ip lan2 address 203.0.113.1/31");
    assertEquals("10.99.0.1/24 192.168.100.2/24", addressesOf("eth0"));
    assertEquals("203.0.113.1/31", addressesOf("eth1"));
    assertTrue(ip("link", "show", "eth0").contains("mtu 1500"), "the MTU of before is back");

    // one that was there before us is not ours to remove
    configure("ip lan1 address 10.99.0.1/24");
    configure();
    assertEquals("10.99.0.1/24", addressesOf("eth0"));
    assertEquals("", addressesOf("eth1"));
    assertEquals(List.of(), log.texts());
  }

  private void routes() throws IOException {
    ip("link", "set", "eth1", "up");
    ip("address", "add", "203.0.113.9/24", "dev", "eth1");
    ip("route", "add", "10.50.0.0/16", "via", "203.0.113.50");
    configure(
        LAN,
        "ip route default gateway 203.0.113.1",
        "ip route 10.1.0.0/16 gateway 192.168.100.254",
        "ip route 10.2.0.0/16 gateway 192.168.100.253 gateway 203.0.113.2 weight 2",
        "ip route 10.3.0.0/16 gateway null");
    assertEquals(List.of(), log.texts());
    assertEquals(
        List.of(
            "default via 203.0.113.1 dev eth1",
            "10.1.0.0/16 via 192.168.100.254 dev eth0",
            "10.2.0.0/16 nexthop via 192.168.100.253 dev eth0 weight 1 nexthop via 203.0.113.2 dev"
                + " eth1 weight 2",
            "blackhole 10.3.0.0/16"),
        ours());

    configure(LAN, "ip route 10.1.0.0/16 gateway 192.168.100.252");
    assertEquals(List.of("10.1.0.0/16 via 192.168.100.252 dev eth0"), ours());
    assertTrue(
        ip("-4", "route").contains("10.50.0.0/16 via 203.0.113.50"), "a foreign route stays");

    // an interface that went down and up again has lost its routes; any event brings them back
    ip("link", "set", "eth0", "down");
    ip("link", "set", "eth0", "up");
    assertEquals(List.of(), ours());
    configure(LAN, "ip route 10.1.0.0/16 gateway 192.168.100.252");
    assertEquals(List.of("10.1.0.0/16 via 192.168.100.252 dev eth0"), ours());
    configure(LAN);
    assertEquals(List.of(), ours());
  }

  private void tunnel() throws Exception {
    String line = "ip route 10.0.0.0/8 gateway tunnel 1";
    configure(LAN, "ip lan2 address 203.0.113.9/24", "ip route default gateway 203.0.113.1", line);
    assertEquals("unreachable", fate("10.1.1.1"), "configured, but there is no device yet");

    ip("tuntap", "add", "mode", "tun", "name", "tunnel1");
    ip("link", "set", "tunnel1", "up");
    manager.changed(new TunnelState(1, true, false, Instant.EPOCH));
    await("dev tunnel1");
    assertTrue(fate("10.1.1.1").contains("dev tunnel1 src 192.168.100.1"), fate("10.1.1.1"));
    assertEquals("2", read("/proc/sys/net/ipv4/conf/tunnel1/rp_filter"));

    ip("link", "delete", "tunnel1");
    assertEquals("unreachable", fate("10.1.1.1"), "at once, without our help");

    configure(
        LAN,
        "ip lan2 address 203.0.113.9/24",
        "ip route default gateway 203.0.113.1",
        line + " hide");
    assertTrue(fate("10.1.1.1").contains("via 203.0.113.1"), "hide gives way");
    ip("tuntap", "add", "mode", "tun", "name", "tunnel1");
    ip("link", "set", "tunnel1", "up");
    manager.changed(new TunnelState(1, true, true, Instant.EPOCH));
    await("dev tunnel1");
    manager.changed(new TunnelState(1, true, false, Instant.EPOCH));
    await("via 203.0.113.1");
    assertEquals(List.of(), log.texts());
  }

  private void restart() throws IOException {
    ip("link", "set", "eth1", "up");
    ip("address", "add", "203.0.113.9/24", "dev", "eth1");
    ip("route", "add", "10.50.0.0/16", "via", "203.0.113.50");
    configure(
        LAN,
        "ip lan1 secondary address 192.168.101.1/24",
        "ip lan1 mtu 1400",
        "ip route 10.1.0.0/16 gateway 192.168.100.254",
        "ip route 10.0.0.0/8 gateway tunnel 1");
    // nobody says good-bye
    start();
    assertEquals("192.168.100.1/24 192.168.101.1/24", addressesOf("eth0"), "the LAN goes on");
    assertEquals("unreachable", fate("10.9.9.9"), "nothing leaks while nobody is there");
    configure(LAN, "ip route 10.2.0.0/16 gateway 192.168.100.254");
    assertEquals("192.168.100.1/24", addressesOf("eth0"));
    assertTrue(ip("link", "show", "eth0").contains("mtu 1500"));
    assertEquals(List.of("10.2.0.0/16 via 192.168.100.254 dev eth0"), ours());
    assertTrue(ip("-4", "route").contains("10.50.0.0/16"));
    assertEquals("203.0.113.9/24", addressesOf("eth1"));
    assertEquals(List.of(), log.texts());
  }

  private void leases() throws Exception {
    configure(LAN, "ip lan2 address dhcp", "ip route 10.0.0.0/8 gateway tunnel 1");
    manager.leased(lease("203.0.113.9", 24, "203.0.113.1", 1400));
    awaitAddresses("203.0.113.9/24");
    assertEquals("default via 203.0.113.1 dev eth1 onlink", first(temporary()));
    assertTrue(ip("link", "show", "eth1").contains("mtu 1400"));

    // a line for the default route takes the place of the temporary one, and gives it back
    configure(
        LAN,
        "ip lan2 address dhcp",
        "ip lan2 mtu 1300",
        "ip route default gateway dhcp lan2",
        "ip route 10.0.0.0/8 gateway tunnel 1");
    assertEquals(List.of(), temporary());
    assertTrue(ours().contains("default via 203.0.113.1 dev eth1 onlink"), ours().toString());
    assertTrue(ip("link", "show", "eth1").contains("mtu 1300"), "what is typed counts more");
    configure(
        LAN,
        "ip lan2 address dhcp",
        "ip lan2 dhcp auto default-route-add off",
        "ip route 10.0.0.0/8 gateway tunnel 1");
    assertEquals(List.of(), temporary());
    configure(LAN, "ip lan2 address dhcp", "ip route 10.0.0.0/8 gateway tunnel 1");
    assertEquals("default via 203.0.113.1 dev eth1 onlink", first(temporary()));

    // an address in the destination of a tunnel takes no packets for the tunnel
    manager.leased(lease("10.7.0.9", 24, "10.7.0.1", 1500));
    awaitAddresses("10.7.0.9/24");
    assertEquals("default via 10.7.0.1 dev eth1 onlink", first(temporary()));
    assertEquals("unreachable", fate("10.7.0.77"));
    configure(LAN, "ip lan2 address dhcp");
    assertTrue(fate("10.7.0.77").startsWith("10.7.0.77 dev eth1"), fate("10.7.0.77"));
    configure(LAN, "ip lan2 address dhcp", "ip lan2 dhcp auto interface-route-add off");
    assertTrue(fate("10.7.0.77").contains("via 10.7.0.1 dev eth1"), fate("10.7.0.77"));
    assertEquals(List.of(), log.texts());

    // the network of another LAN is not taken away from it
    manager.leased(lease("192.168.100.9", 16, "192.168.100.1", 1500));
    awaitAddresses("");
    assertEquals(List.of(), temporary());
    assertEquals(
        List.of(
            "[IP] 192.168.100.9/16, which lan2 got by DHCP, is not used: ip lan1 address"
                + " 192.168.100.1/24 is in the same network; change it"),
        log.texts());

    // killed and started again: what is there stays until the client has spoken
    manager.leased(lease("203.0.113.9", 24, "203.0.113.1", 1500));
    awaitAddresses("203.0.113.9/24");
    start();
    configure(LAN, "ip lan2 address dhcp");
    assertEquals("203.0.113.9/24", addressesOf("eth1"));
    assertEquals("default via 203.0.113.1 dev eth1 onlink", first(temporary()));
    manager.lost("lan2");
    awaitAddresses("");
    assertEquals(List.of(), temporary());
    assertEquals(List.of(), log.texts());
  }

  private static Lease lease(String address, int length, String gateway, int mtu)
      throws IOException {
    return new Lease(
        "lan2",
        InetAddress.getByName(address),
        length,
        Optional.of(InetAddress.getByName(gateway)),
        OptionalInt.of(mtu),
        List.of(),
        Optional.empty());
  }

  /** The client speaks on a thread of its own; the routes of a pass follow its addresses. */
  private void awaitAddresses(String expected) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!addressesOf("eth1").equals(expected)) {
      assertFalse(System.nanoTime() > deadline, "still " + addressesOf("eth1"));
      Thread.sleep(20);
    }
    manager.changed(config, config);
  }

  private static String first(List<String> routes) {
    assertEquals(1, routes.size(), routes.toString());
    return routes.get(0);
  }

  private static List<String> temporary() throws IOException {
    return routes("78");
  }

  private void refusals() throws IOException {
    ip("link", "set", "eth1", "up");
    ip("address", "add", "203.0.113.9/24", "dev", "eth1");
    ip("route", "add", "10.50.0.0/16", "via", "203.0.113.50");
    String[] lines = {
      LAN,
      "ip lan2 address dhcp",
      "ip lan5 address 192.168.5.1/24",
      "ip route 10.1.0.0/16 gateway 172.16.0.1",
      "ip route 10.50.0.0/16 gateway 192.168.100.9",
      "ip route 10.2.0.0/16 gateway pp 1",
      "ip route 10.3.0.0/16 gateway 192.168.100.9"
    };
    configure(lines);
    List<String> texts =
        List.of(
            "[IP] ip lan5 address 192.168.5.1/24: kept without effect, no Linux interface is"
                + " assigned to lan5 (start the router with --lan5 IF)",
            "[IP] ip route 10.1.0.0/16 gateway 172.16.0.1 cannot be applied: the gateway is in no"
                + " connected network",
            "[IP] ip route 10.50.0.0/16 gateway 192.168.100.9 cannot be applied: another program has"
                + " set a route to the same destination; remove it (ip route del)");
    assertEquals(texts, log.texts());
    configure(lines);
    assertEquals(texts, log.texts(), "said once");
    assertEquals(List.of("10.3.0.0/16 via 192.168.100.9 dev eth0"), ours(), "the others stand");
  }

  private static List<String> ours() throws IOException {
    return routes("77");
  }

  private static List<String> routes(String protocol) throws IOException {
    return ip("-4", "-o", "route", "show", "proto", protocol)
        .lines()
        .map(line -> line.replace("\\", " ").replaceAll("\\s+", " ").strip())
        .toList();
  }

  private static String addressesOf(String device) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (DeviceAddress address : DeviceAddress.parse(ip("-o", "-4", "address", "show"))) {
      if (address.device().equals(device)) {
        addresses.add(address.address());
      }
    }
    addresses.sort(null);
    return String.join(" ", addresses);
  }

  /** What the kernel does with a packet of ours. */
  private static String fate(String address) throws IOException {
    try {
      return ip("-4", "-o", "route", "get", address);
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("No route to host"), e.getMessage());
      return "unreachable";
    }
  }

  /** Events of tunnels are worked on by another thread. */
  private static void await(String fate) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!fate("10.1.1.1").contains(fate)) {
      assertFalse(System.nanoTime() > deadline, "still " + fate("10.1.1.1"));
      Thread.sleep(20);
    }
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file)).strip();
  }

  private static String ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return Namespace.run(command);
  }
}
