package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutePlanTest {

  private final Set<Integer> devices = new HashSet<>();
  private final Set<Integer> up = new HashSet<>();
  private KernelRoute.Hop told;

  @Test
  void aNeighbourIsANextHop() {
    assertPlan("unicast 10.0.0.0/8 via 192.0.2.1", "ip route 10.0.0.0/8 gateway 192.0.2.1");
  }

  @Test
  void aTunnelKeepsItsRouteWhileItIsDownAndAGuardBehindIt() {
    devices.add(7);
    assertPlan(
        "unicast 10.0.0.0/8 src 192.168.100.1 dev tunnel7, unreachable 10.0.0.0/8 metric 1",
        "ip route 10.0.0.0/8 gateway tunnel 7");
  }

  @Test
  void aTunnelWithoutDeviceLeavesTheGuardAlone() {
    assertPlan("unreachable 10.0.0.0/8 metric 1", "ip route 10.0.0.0/8 gateway tunnel 7");
  }

  @Test
  void aHiddenTunnelHasItsRouteOnlyWhileUpAndGivesWay() {
    String line = "ip route 10.0.0.0/8 gateway tunnel 7 hide";
    devices.add(7);
    assertPlan("", line);
    up.add(7);
    assertPlan("unicast 10.0.0.0/8 src 192.168.100.1 dev tunnel7", line);
    devices.clear();
    assertPlan("", line);
  }

  @Test
  void standbysTakeOverWhenNothingElseCan() {
    String line = "ip route 10.0.0.0/8 gateway tunnel 1 hide gateway tunnel 2 weight 0";
    devices.addAll(List.of(1, 2));
    String guard = ", unreachable 10.0.0.0/8 metric 1";
    assertPlan("unicast 10.0.0.0/8 src 192.168.100.1 dev tunnel2" + guard, line);
    up.add(1);
    assertPlan("unicast 10.0.0.0/8 src 192.168.100.1 dev tunnel1" + guard, line);
  }

  @Test
  void weightsBalanceAndAreScaledIntoTheKernelsRange() {
    assertPlan(
        "unicast default nexthop via 192.0.2.1 weight 1 nexthop via 192.0.2.2 weight 3",
        "ip route default gateway 192.0.2.1 gateway 192.0.2.2 weight 3");
    assertPlan(
        "unicast default nexthop via 192.0.2.1 weight 128 nexthop via 192.0.2.2 weight 256"
            + " nexthop via 192.0.2.3 weight 1",
        "ip route default gateway 192.0.2.1 weight 1000000000 gateway 192.0.2.2 weight 2000000000"
            + " gateway 192.0.2.3");
  }

  @Test
  void nullSwallows() {
    assertPlan("blackhole 10.0.0.0/8", "ip route 10.0.0.0/8 gateway null");
  }

  @Test
  void whatMayBelongIntoATunnelByFilterNeverGoesBesideIt() {
    devices.add(1);
    assertPlan(
        "unreachable default metric 1",
        "ip route default gateway tunnel 1 filter 5 gateway 192.0.2.1");
    assertPlan(
        "unicast default via 192.0.2.1",
        "ip route default gateway 192.0.2.9 filter 5 gateway 192.0.2.1");
  }

  @Test
  void interfacesThatDoNotExistYetHaveNoRoute() {
    assertPlan("", "ip route default gateway pp 1");
    assertPlan("unicast default via 192.0.2.1", "ip route default gateway pp 1 gateway 192.0.2.1");
  }

  @Test
  void theGatewayOfALeaseIsANextHopWhileThereIsOne() {
    assertPlan("", "ip route default gateway dhcp lan2");
    assertPlan(
        "unicast default via 192.0.2.1",
        "ip route default gateway dhcp lan2 gateway 192.0.2.1 weight 0");
    told = new KernelRoute.Hop("203.0.113.1", "eth1", 1, true);
    assertPlan(
        "unicast default via 203.0.113.1 dev eth1 onlink", "ip route default gateway dhcp lan2");
    assertPlan(
        "unicast 10.0.0.0/8 nexthop via 203.0.113.1 dev eth1 onlink weight 3 nexthop via 192.0.2.1"
            + " weight 1",
        "ip route 10.0.0.0/8 gateway dhcp lan2 weight 3 gateway 192.0.2.1");
    assertPlan("", "ip route default gateway dhcp lan3");
  }

  private void assertPlan(String expected, String... lines) {
    RoutePlan.Box box =
        new RoutePlan.Box() {
          @Override
          public boolean hasDevice(int tunnel) {
            return devices.contains(tunnel);
          }

          @Override
          public boolean isUp(int tunnel) {
            return up.contains(tunnel);
          }

          @Override
          public KernelRoute.Hop dhcp(String lan) {
            return lan.equals("lan2") ? told : null;
          }
        };
    List<String> planned =
        new RoutePlan(box, "192.168.100.1")
            .routes(Typed.routes(lines)).stream()
                .map(r -> String.join(" ", r.arguments("add")))
                .map(r -> r.replace("-4 route add ", "").replace(" proto 77", ""))
                .toList();
    assertEquals(expected, String.join(", ", planned));
  }
}
