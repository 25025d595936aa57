package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.routing.KernelRoute.Hop;

class RouteTableTest {

  /** As iproute2 6.1 prints it. */
  private static final String TABLE =
      """
      unicast default via 10.0.0.254 dev vea proto dhcp scope global src 10.0.0.1 metric 100\s
      unicast 10.0.0.0/24 dev vea proto kernel scope link src 10.0.0.1\s
      unicast 10.7.0.0/16 proto 77 scope global \\\tnexthop via 10.0.0.7 dev vea weight 3 \\\tnexthop dev tunnel1 weight 1\s
      unreachable 10.7.0.0/16 proto 77 scope global metric 1\s
      unicast 10.8.0.1 via 10.0.0.9 dev vea proto 77 scope global linkdown\s
      blackhole 10.9.0.0/16 proto 77 scope global\s
      """;

  @Test
  void readsEveryFormTheKernelPrints() {
    assertEquals(
        List.of(
            route(
                KernelRoute.Type.UNICAST,
                "default",
                "10.0.0.1",
                100,
                "dhcp",
                new Hop("10.0.0.254", "vea", 1)),
            route(
                KernelRoute.Type.UNICAST,
                "10.0.0.0/24",
                "10.0.0.1",
                0,
                "kernel",
                new Hop(null, "vea", 1)),
            route(
                KernelRoute.Type.UNICAST,
                "10.7.0.0/16",
                null,
                0,
                "77",
                new Hop("10.0.0.7", "vea", 3),
                new Hop(null, "tunnel1", 1)),
            route(KernelRoute.Type.UNREACHABLE, "10.7.0.0/16", null, 1, "77"),
            route(
                KernelRoute.Type.UNICAST,
                "10.8.0.1/32",
                null,
                0,
                "77",
                new Hop("10.0.0.9", "vea", 1)),
            route(KernelRoute.Type.BLACKHOLE, "10.9.0.0/16", null, 0, "77")),
        RouteTable.parse(TABLE));
  }

  @Test
  void theDifferenceTouchesOnlyWhatDiffers() {
    List<KernelRoute> kernel = RouteTable.parse(TABLE).subList(2, 6);
    KernelRoute same =
        ours("10.7.0.0/16", 0, new Hop("10.0.0.7", null, 3), new Hop(null, "tunnel1", 1));
    KernelRoute other = ours("10.8.0.1/32", 0, new Hop("10.0.0.10", null, 1));
    KernelRoute fresh = ours("10.10.0.0/16", 0, new Hop("10.0.0.9", null, 1));
    KernelRoute guard =
        KernelRoute.ours(KernelRoute.Type.UNREACHABLE, "10.7.0.0/16", List.of(), null, 1);
    RouteDifference difference =
        RouteDifference.between(List.of(same, guard, other, fresh), kernel);
    assertEquals(List.of(kernel.get(3)), difference.delete());
    assertEquals(List.of(other), difference.replace());
    assertEquals(List.of(fresh), difference.add());
  }

  @Test
  void aSourceThatIsAskedForMustBeThere() {
    KernelRoute actual = RouteTable.parse("unicast 10.0.0.0/8 dev tunnel1 proto 77").get(0);
    List<Hop> hops = List.of(new Hop(null, "tunnel1", 1));
    KernelRoute.Type unicast = KernelRoute.Type.UNICAST;
    assertTrue(KernelRoute.ours(unicast, "10.0.0.0/8", hops, null, 0).isMetBy(actual));
    assertFalse(KernelRoute.ours(unicast, "10.0.0.0/8", hops, "10.1.1.1", 0).isMetBy(actual));
  }

  @Test
  void deletionNamesExactlyOneRoute() {
    assertEquals(
        "-4 route del unreachable 10.7.0.0/16 proto 77 metric 1",
        String.join(" ", RouteTable.parse(TABLE).get(3).deletion()));
  }

  @Test
  void causesAreTheKernelsWords() {
    assertEquals(
        "Nexthop has invalid gateway", IpProcess.cause("Error: Nexthop has invalid gateway.\n"));
    assertEquals("File exists", IpProcess.cause("RTNETLINK answers: File exists"));
  }

  @Test
  void saysWhatHelpsWhenTheCommandDoesNotStart() {
    assertEquals(
        "the command ip cannot be run; install iproute2"
            + " (Cannot run program \"ip\": error=2, No such file or directory)",
        IpProcess.notRun("Cannot run program \"ip\": error=2, No such file or directory"));
    assertEquals(
        "the command ip cannot be run (Cannot run program \"ip\": error=24, Too many open files)",
        IpProcess.notRun("Cannot run program \"ip\": error=24, Too many open files"));
  }

  @Test
  void addressesAreRead() {
    assertEquals(
        List.of(
            new DeviceAddress("lo", "127.0.0.1/8"),
            new DeviceAddress("eth0", "192.168.1.1/24"),
            new DeviceAddress("ppp0", "10.0.0.1/32")),
        DeviceAddress.parse(
            """
            1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
            7: eth0    inet 192.168.1.1/24 brd 192.168.1.255 scope global eth0\\  valid_lft forever
            8: ppp0    inet 10.0.0.1 peer 10.0.0.2/32 scope global ppp0\\  valid_lft forever
            """));
  }

  @Test
  void interfacesWithoutAddressesAreSeenToo() {
    Links links =
        Links.parse(
            """
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT
            3: eth0@if2: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN mode DEFAULT
            4: tunnel1: <POINTOPOINT,NOARP,UP,LOWER_UP> mtu 1280 qdisc noop state DOWN
            """);
    assertEquals(Optional.of(new Links.Link(false, 1500)), links.find("eth0"));
    assertEquals(Optional.of(new Links.Link(true, 1280)), links.find("tunnel1"));
    assertFalse(links.has("tunnel2"));
  }

  private static KernelRoute ours(String destination, int metric, Hop... hops) {
    return KernelRoute.ours(KernelRoute.Type.UNICAST, destination, List.of(hops), null, metric);
  }

  private static KernelRoute route(
      KernelRoute.Type type,
      String destination,
      String source,
      int metric,
      String protocol,
      Hop... hops) {
    return new KernelRoute(type, destination, List.of(hops), source, metric, protocol);
  }
}
