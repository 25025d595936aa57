package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.diagnosis.Unreachable;
import org.sekisho.ike.diagnosis.Unreachable.Kind;

/** ICMP as the kernel hands it over; whoever wants can send anything. */
class UnreachableMessagesTest {

  /** From 10.66.0.2:500 to 203.0.113.10:500, with the eight octets of UDP that RFC 792 quotes. */
  private static final String QUOTED =
      "450000f84a0c4000 4011 beef 0a420002 cb00710a" + "01f401f400e4abcd";

  private static final String QUOTED_IPV6 =
      "6000000000201140"
          + "20010db8000000000000000000000002"
          + "20010db8000000000000000000000010"
          + "119411940020abcd";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  @ParameterizedTest
  @CsvSource({"0, NETWORK", "1, HOST", "3, PORT", "10, HOST_PROHIBITED", "13, PROHIBITED"})
  void saysWhatCouldNotBeReached(int code, String kind) throws Exception {
    InetAddress router = address("192.0.2.1");
    byte[] message = hex("03%02x000000000000".formatted(code) + QUOTED);
    Unreachable said =
        new Unreachable(router, Kind.valueOf(kind.replace("HOST_PROHIBITED", "PROHIBITED")));
    assertEquals(
        Optional.of(
            new UnreachableMessages.Heard(new Endpoint(address("203.0.113.10"), 500), said)),
        UnreachableMessages.read(router, message));
  }

  @ParameterizedTest
  @CsvSource({"0, NETWORK", "1, PROHIBITED", "3, HOST", "4, PORT"})
  void alsoInIpv6(int code, Kind kind) throws Exception {
    InetAddress router = address("2001:db8::1");
    byte[] message = hex("01%02x000000000000".formatted(code) + QUOTED_IPV6);
    assertEquals(
        Optional.of(
            new UnreachableMessages.Heard(
                new Endpoint(address("2001:db8::10"), 4500), new Unreachable(router, kind))),
        UnreachableMessages.read(router, message));
  }

  @Test
  void aboutAnythingElseItSaysNothing() throws Exception {
    InetAddress router = address("192.0.2.1");
    String[] others = {
      "0304000005140000" + QUOTED, // fragmentation needed: the kernel's
      "0b00000000000000" + QUOTED, // time exceeded
      "0303000000000000" + QUOTED.replace("4011", "4006"), // TCP
      "0303000000000000" + QUOTED.replace("01f401f4", "003501f4"), // from port 53
      "0303000000000000" + QUOTED.replace("4a0c4000", "4a0c00b9"), // a later fragment
      "0303000000000000" + QUOTED.replace("450000f8", "410000f8"), // an impossible header
      "0303000000000000" + QUOTED.replace("450000f8", "4f0000f8"), // options that are not there
      "0303000000000000" + QUOTED_IPV6
    };
    for (String other : others) {
      assertEquals(Optional.empty(), UnreachableMessages.read(router, hex(other)), other);
    }
  }

  @Test
  void anyLengthIsTaken() throws Exception {
    for (String family : new String[] {"192.0.2.1", "2001:db8::1"}) {
      boolean v4 = family.equals("192.0.2.1");
      byte[] whole = hex((v4 ? "0303" : "0104") + "000000000000" + (v4 ? QUOTED : QUOTED_IPV6));
      for (int length = 0; length < whole.length - 4; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertEquals(Optional.empty(), UnreachableMessages.read(address(family), cut));
      }
      assertTrue(UnreachableMessages.read(address(family), whole).isPresent());
    }
  }
}
