package org.sekisho.config.language;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sekisho.api.config.IpPrefix;

/** Reads IP addresses without ever asking a name server. */
final class Addresses {

  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private Addresses() {}

  /** An IPv4 address in dotted decimal or an IPv6 address (RFC 4291 section 2.2). */
  static Optional<InetAddress> address(String text, boolean ipv4, boolean ipv6) {
    if (ipv4 && text.indexOf('.') > 0 && text.indexOf(':') < 0) {
      return ipv4(text);
    }
    return ipv6 && text.indexOf(':') >= 0 ? ipv6(text) : Optional.empty();
  }

  /** An address with {@code /length} or {@code /mask}, or without. */
  static Optional<IpPrefix> prefix(String text, boolean ipv4, boolean ipv6, boolean maskRequired) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return maskRequired
          ? Optional.empty()
          : address(text, ipv4, ipv6).map(a -> new IpPrefix(a, a.getAddress().length * 8));
    }
    Optional<InetAddress> address = address(text.substring(0, slash), ipv4, ipv6);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int bits = address.get().getAddress().length * 8;
    int length = length(text.substring(slash + 1), bits);
    return length < 0 ? Optional.empty() : Optional.of(new IpPrefix(address.get(), length));
  }

  private static int length(String text, int bits) {
    if (text.matches("\\d{1,3}")) {
      int length = Integer.parseInt(text);
      return length <= bits ? length : -1;
    }
    if (bits != 32) {
      return -1;
    }
    return ipv4(text).map(Addresses::maskLength).orElse(-1);
  }

  private static int maskLength(InetAddress mask) {
    byte[] b = mask.getAddress();
    int value = (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | (b[3] & 0xff);
    int length = Integer.bitCount(value);
    int wanted = length == 0 ? 0 : -1 << (32 - length);
    return value == wanted ? length : -1;
  }

  private static Optional<InetAddress> ipv4(String text) {
    if (!DOTTED.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = Integer.parseInt(parts[i]);
      if (value > 255) {
        return Optional.empty();
      }
      octets[i] = (byte) value;
    }
    return of(octets);
  }

  private static Optional<InetAddress> of(byte[] octets) {
    try {
      return Optional.of(InetAddress.getByAddress(octets));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<InetAddress> ipv6(String text) {
    if (!HEXADECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // The brackets make it a literal: the JDK never resolves it.
      InetAddress address = InetAddress.getByName("[" + text + "]");
      return address instanceof Inet6Address ? Optional.of(address) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
