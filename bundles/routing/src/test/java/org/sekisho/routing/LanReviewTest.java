package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.ConfigReview;

/** Lines of a LAN that the box does not have are named. */
class LanReviewTest {

  @Test
  void gatewaysOfInterfacesThatAskNoServer() {
    List<ConfigReview.Remark> remarks =
        new DhcpGatewayReview()
            .review(
                Typed.config(
                    "ip lan2 address dhcp",
                    "ip route default gateway dhcp lan2",
                    "ip route 10.0.0.0/8 gateway tunnel 1 gateway dhcp lan3"));
    assertEquals(1, remarks.size());
    assertEquals(
        "ip route 10.0.0.0/8 gateway tunnel 1 gateway dhcp lan3", remarks.get(0).line().shown());
    assertEquals(
        "lan3 gets no gateway by DHCP: add ip lan3 address dhcp", remarks.get(0).text().english());
  }

  @Test
  void linesOfLansWithoutAnInterfaceAreIdle() {
    List<ConfigReview.Remark> remarks =
        new LanReview(Map.of("lan1", "eth0"))
            .review(
                Typed.config(
                    "ip lan1 address 192.168.1.1/24",
                    "ip lan9 address 10.0.0.1/24",
                    "ip lan9 mtu 1400"));
    assertEquals(
        List.of("ip lan9 address 10.0.0.1/24", "ip lan9 mtu 1400"),
        remarks.stream().map(r -> r.line().shown()).toList());
    assertEquals(
        "no Linux interface is assigned to lan9 (start the router with --lan9 IF)",
        remarks.get(0).text().english());
  }
}
