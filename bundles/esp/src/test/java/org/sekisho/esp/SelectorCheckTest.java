package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.ipsec.TrafficSelector;

class SelectorCheckTest {

  private static final TrafficSelector LAN = range("192.168.1.0", "192.168.1.255");
  private static final TrafficSelector CLOUD = range("10.1.0.0", "10.1.255.255");
  private static final TrafficSelector LAN6 = range("2001:db8:1::", "2001:db8:1::ffff");
  private static final TrafficSelector CLOUD6 = range("2001:db8:2::", "2001:db8:2:ffff::");

  private static TrafficSelector range(String start, String end) {
    return TrafficSelector.of(Packets.address(start), Packets.address(end));
  }

  private static TrafficSelector ports(TrafficSelector addresses, int protocol, int from, int to) {
    return new TrafficSelector(protocol, from, to, addresses.start(), addresses.end());
  }

  private static InnerHeader udp(String from, int fromPort, String to, int toPort) {
    return Packets.parse(Packets.udp(from, fromPort, to, toPort, "x"));
  }

  @Test
  void checksAddressesInTheirDirection() {
    SelectorCheck check = new SelectorCheck(List.of(LAN, LAN6), List.of(CLOUD, CLOUD6));
    InnerHeader out = udp("192.168.1.255", 1, "10.1.0.0", 2);
    assertTrue(check.permitsOutbound(out));
    assertFalse(check.permitsInbound(out), "a packet of ours does not come out of the tunnel");
    assertTrue(check.permitsInbound(udp("10.1.255.255", 1, "192.168.1.0", 2)));
    assertFalse(check.permitsInbound(udp("10.2.0.0", 1, "192.168.1.1", 2)));
    assertFalse(check.permitsInbound(udp("10.1.0.1", 1, "192.168.2.0", 2)));
    assertTrue(check.permitsOutbound(udp("2001:db8:1::1", 1, "2001:db8:2:1::1", 2)));
    assertFalse(check.permitsOutbound(udp("2001:db8:1::1:0", 1, "2001:db8:2:1::1", 2)));
  }

  @Test
  void anyOfOneFamilyDoesNotPermitTheOther() {
    SelectorCheck check =
        new SelectorCheck(List.of(TrafficSelector.ANY_IPV4), List.of(TrafficSelector.ANY_IPV4));
    assertTrue(check.permitsInbound(udp("255.255.255.255", 1, "0.0.0.0", 2)));
    assertFalse(check.permitsInbound(udp("2001:db8::1", 1, "2001:db8::2", 2)));
    SelectorCheck six =
        new SelectorCheck(List.of(TrafficSelector.ANY_IPV6), List.of(TrafficSelector.ANY_IPV6));
    assertTrue(six.permitsInbound(udp("ffff::", 1, "::1", 2)));
    assertFalse(six.permitsInbound(udp("10.0.0.1", 1, "10.0.0.2", 2)));
  }

  @Test
  void checksProtocolAndPorts() {
    SelectorCheck check =
        new SelectorCheck(List.of(ports(LAN, 17, 0, 65535)), List.of(ports(CLOUD, 17, 5000, 5010)));
    assertTrue(check.permitsOutbound(udp("192.168.1.1", 9, "10.1.0.1", 5000)));
    assertTrue(check.permitsInbound(udp("10.1.0.1", 5010, "192.168.1.1", 9)));
    assertFalse(check.permitsOutbound(udp("192.168.1.1", 9, "10.1.0.1", 5011)));
    assertFalse(check.permitsInbound(udp("10.1.0.1", 9, "192.168.1.1", 5000)));
    InnerHeader tcp =
        Packets.parse(Packets.tcp("192.168.1.1", "10.1.0.1", Packets.SYN, new byte[0]));
    assertFalse(check.permitsOutbound(tcp));
  }

  @Test
  void icmpTypesFollowTheirRange() {
    SelectorCheck echoOnly =
        new SelectorCheck(
            List.of(ports(LAN, 1, 0x0800, 0x08ff)), List.of(ports(CLOUD, 1, 0x0800, 0x08ff)));
    byte[] icmp = {8, 0, 0, 0, 0, 1, 0, 1};
    assertTrue(
        echoOnly.permitsOutbound(Packets.parse(Packets.ip(1, "192.168.1.1", "10.1.0.1", icmp))));
    icmp[0] = 3;
    assertFalse(
        echoOnly.permitsOutbound(Packets.parse(Packets.ip(1, "192.168.1.1", "10.1.0.1", icmp))));
  }

  @Test
  void laterFragmentsNeedASelectorForAnyPort() {
    byte[] packet = Packets.udp("192.168.1.1", 9, "10.1.0.1", 5000, "x");
    InnerHeader later = Packets.parse(Packets.withFragmentField(packet, 5));
    SelectorCheck anyPort = new SelectorCheck(List.of(ports(LAN, 17, 0, 65535)), List.of(CLOUD));
    assertTrue(anyPort.permitsOutbound(later));
    SelectorCheck onePort = new SelectorCheck(List.of(LAN), List.of(ports(CLOUD, 17, 5000, 5000)));
    assertFalse(onePort.permitsOutbound(later));
    SelectorCheck opaque = new SelectorCheck(List.of(LAN), List.of(ports(CLOUD, 17, 65535, 0)));
    assertTrue(opaque.permitsOutbound(later));
    assertFalse(opaque.permitsOutbound(udp("192.168.1.1", 9, "10.1.0.1", 5000)));
  }

  @Test
  void agreesWithTheSelectorItselfOnRandomAddresses() throws Exception {
    Random random = new Random(3);
    for (int n = 0; n < 5_000; n++) {
      byte[] a = new byte[random.nextBoolean() ? 4 : 16];
      byte[] b = new byte[a.length];
      byte[] source = new byte[a.length];
      // Few different octets, so that boundaries are met.
      for (int i = 0; i < a.length; i++) {
        a[i] = (byte) (random.nextInt(2) * 0xff);
        b[i] = (byte) (random.nextInt(2) * 0xff);
        source[i] = (byte) (random.nextInt(2) * 0xff);
      }
      if (a.length == 16) {
        // The JDK makes IPv4 addresses of ::ffff:0:0/96.
        a[0] = b[0] = source[0] = 0x20;
      }
      TrafficSelector selector =
          TrafficSelector.of(InetAddress.getByAddress(a), InetAddress.getByAddress(b));
      InetAddress address = InetAddress.getByAddress(source);
      String text = address.getHostAddress();
      SelectorCheck check = new SelectorCheck(List.of(selector), List.of(selector));
      assertEquals(selector.contains(address), check.permitsOutbound(udp(text, 1, text, 2)), text);
    }
  }
}
