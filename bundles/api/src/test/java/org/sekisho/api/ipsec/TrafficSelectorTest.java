package org.sekisho.api.ipsec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class TrafficSelectorTest {

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  @Test
  void comparesAddressesUnsigned() throws Exception {
    TrafficSelector selector = TrafficSelector.of(address("10.0.0.0"), address("200.0.0.255"));
    assertTrue(selector.contains(address("10.0.0.0")));
    assertTrue(selector.contains(address("128.0.0.1")));
    assertTrue(selector.contains(address("200.0.0.255")));
    assertFalse(selector.contains(address("200.0.1.0")));
    assertFalse(selector.contains(address("9.255.255.255")));
    assertFalse(selector.contains(address("2001:db8::1")));
  }

  @Test
  void anyHoldsItsFamilyOnly() throws Exception {
    assertTrue(TrafficSelector.ANY_IPV4.contains(address("255.255.255.255")));
    assertFalse(TrafficSelector.ANY_IPV4.contains(address("::1")));
    assertTrue(TrafficSelector.ANY_IPV6.contains(address("::1")));
  }

  @Test
  void refusesMixedFamilies() throws Exception {
    InetAddress four = address("10.0.0.1");
    InetAddress six = address("2001:db8::1");
    assertThrows(IllegalArgumentException.class, () -> TrafficSelector.of(four, six));
  }

  @Test
  void keyMaterialIsGoneAfterCloseAndNeverPrinted() {
    KeyMaterial key = new KeyMaterial(new byte[] {0x41, 0x42, 0x43});
    assertEquals("KeyMaterial[3 octets]", key.toString());
    key.close();
    assertThrows(IllegalStateException.class, key::copy);
  }
}
