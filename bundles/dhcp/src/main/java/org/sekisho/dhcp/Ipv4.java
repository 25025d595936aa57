package org.sekisho.dhcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 addresses and masks as others wrote them; names are never looked up. */
final class Ipv4 {

  private static final Pattern QUAD =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private Ipv4() {}

  /** The four octets as a number; empty when the text is none. */
  static Optional<Integer> number(String text) {
    Matcher m = QUAD.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int number = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(m.group(i));
      if (octet > 255) {
        return Optional.empty();
      }
      number = number << 8 | octet;
    }
    return Optional.of(number);
  }

  /**
   * An address a host can have; empty for anything else. Not: this network, loopback, link-local
   * (RFC 3927, no server lends it), multicast, reserved and broadcast addresses (RFC 6890).
   */
  static Optional<InetAddress> host(String text) {
    return number(text).filter(Ipv4::isHost).map(Ipv4::address);
  }

  private static boolean isHost(int number) {
    int first = number >>> 24;
    return first != 0 && first != 127 && first < 224 && number >>> 16 != (169 << 8 | 254);
  }

  /** Length of a mask whose ones are all in front; empty when it is none. */
  static OptionalInt length(String mask) {
    Optional<Integer> number = number(mask);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    int length = Integer.bitCount(number.get());
    return number.get() == bits(length) ? OptionalInt.of(length) : OptionalInt.empty();
  }

  /** A mask of some length. */
  static int bits(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {
            (byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number
          });
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
