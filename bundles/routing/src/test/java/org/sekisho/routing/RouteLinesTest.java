package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.Setting;

class RouteLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip route default gateway pp 1",
        "ip route default gateway dhcp lan2",
        "ip route default gateway 203.0.113.1",
        "ip route 192.168.20.0/24 gateway tunnel 1",
        "ip route 10.0.0.0/20 gateway tunnel 1 hide gateway tunnel 2 hide",
        "ip route 10.0.0.0/8 gateway tunnel 1 keepalive 1 gateway tunnel 2 weight 0",
        "ip route default gateway pp 1 filter 500000 gateway tunnel 1",
        "ip route default gateway 10.1.1.1 filter 1 2 3 metric 2 gateway null",
        "ip route default gateway pp anonymous name=branch hide",
        "ip route 172.16.0.1 gateway loopback1 metric 15 hide weight 3 keepalive 7",
        "ip lan1 address 192.168.100.1/24",
        "ip lan2 address dhcp",
        "ip lan1/3 address 192.168.254.253/24",
        "ip lan1 secondary address 192.168.101.1/24",
        "ip lan3 mtu 1454",
        "ip lan2 dhcp auto default-route-add off",
        "ip lan2 dhcp auto interface-route-add on",
        "ip lan1 proxyarp on",
        "ip stealth all",
        "ip stealth lan2 lan3",
        "ip routing process fast",
      })
  void linesOfSamplesAreUnderstoodAndPrintedAsTyped(String line) {
    assertEquals(List.of(line), Typed.config(line).settings().stream().map(Setting::line).toList());
  }

  @Test
  void aNetworkHasOneSpelling() {
    assertEquals(
        List.of("ip route 192.168.5.0/24 gateway tunnel 2"),
        Typed.shown(
            "ip route 192.168.5.0/24 gateway tunnel 1",
            "ip route 192.168.5.1/255.255.255.0 gateway tunnel 2"));
    assertEquals(
        List.of(),
        Typed.shown("ip route 192.168.5.0/24 gateway null", "no ip route 192.168.5.77/24"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip route default",
        "ip route 10.0.0.0/33 gateway 10.1.1.1",
        "ip route 10.0.0.0/8 gateway tunnel 0",
        "ip route 10.0.0.0/8 gateway 10.1.1.1 metric 16",
        "ip route 10.0.0.0/8 10.1.1.1",
        "ip lan1 address 192.168.1.1",
        "ip lan1 mtu 63",
        "ip pp1 address 10.0.0.1/24",
      })
  void wrongLinesAreRefused(String line) {
    assertTrue(Typed.refusal(line).isPresent());
  }

  @Test
  void optionsBelongToTheirGateway() throws Exception {
    StaticRoute route =
        Typed.routes(
                "ip route 10.0.0.0/8 gateway tunnel 1 keepalive 1 gateway 192.0.2.1 weight 0"
                    + " gateway pp 3 hide filter 5 metric 4")
            .get(0);
    assertEquals("10.0.0.0/8", route.destination());
    assertEquals(
        List.of(
            new Gateway(new Gateway.Tunnel(1), false, 1, OptionalInt.of(1), false),
            new Gateway(
                new Gateway.Neighbour(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1})),
                false,
                0,
                OptionalInt.empty(),
                false),
            new Gateway(new Gateway.Missing("pp 3"), true, 1, OptionalInt.empty(), true)),
        route.gateways());
  }

  @Test
  void showConfigPrintsThemInTheOrderOfAnRtx() {
    assertEquals(
        List.of(
            "ip route default gateway 203.0.113.1",
            "ip route 10.0.0.0/8 gateway tunnel 1",
            "ip stealth all",
            "ip lan1 address 192.168.100.1/24",
            "ip lan1 secondary address 192.168.101.1/24",
            "ip lan1 proxyarp on",
            "ip lan2 address 203.0.113.9/24",
            "ip lan2 mtu 1454"),
        Typed.shown(
            "ip lan2 mtu 1454",
            "ip lan1 proxyarp on",
            "ip lan2 address 203.0.113.9/24",
            "ip route 10.0.0.0/8 gateway tunnel 1",
            "ip lan1 secondary address 192.168.101.1/24",
            "ip lan1 address 192.168.100.1/24",
            "ip route default gateway 203.0.113.1",
            "ip stealth all"));
  }

  @Test
  void noFormsNeedOnlyWhatIdentifiesTheLine() {
    assertEquals(
        List.of("ip lan2 address dhcp"),
        Typed.shown(
            "ip lan1 address 192.168.100.1/24",
            "ip lan2 address 203.0.113.9/24",
            "ip lan2 address dhcp",
            "ip route default gateway 203.0.113.1",
            "ip route 10.0.0.0/8 gateway tunnel 1 hide",
            "no ip route default",
            "no ip route 10.0.0.0/8 gateway tunnel 1",
            "no ip lan1 address 192.168.100.1/24"));
  }

  @Test
  void hostBitsAreCutAndTheLaterLineWins() {
    List<StaticRoute> routes =
        Typed.routes(
            "ip route 10.1.2.3/8 gateway 192.0.2.1",
            "ip route 10.9.9.9/8 gateway 192.0.2.2",
            "ip route 0.0.0.0/0 gateway 192.0.2.3",
            "ip route 192.0.2.9 gateway 192.0.2.4");
    assertEquals(
        List.of("10.0.0.0/8", "default", "192.0.2.9/32"),
        routes.stream().map(StaticRoute::destination).toList());
    assertTrue(routes.get(0).line().contains("192.0.2.2"));
  }
}
