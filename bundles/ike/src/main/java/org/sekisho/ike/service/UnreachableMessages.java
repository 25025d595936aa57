package org.sekisho.ike.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.diagnosis.Unreachable;
import org.sekisho.ike.diagnosis.Unreachable.Kind;

/**
 * Reads ICMP and ICMPv6 "destination unreachable" (RFC 792; RFC 1812 section 5.2.7.1; RFC 4443
 * section 3.1) that quote a datagram of IKE's.
 */
final class UnreachableMessages {

  private static final int HEADER = 8;
  private static final int ICMP_TYPE = 3;
  private static final int ICMPV6_TYPE = 1;
  private static final int UDP = 17;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int PORTS = 4;

  /**
   * What was heard.
   *
   * @param remote where the message was to go
   * @param said what became of it
   */
  record Heard(Endpoint remote, Unreachable said) {}

  private UnreachableMessages() {}

  /**
   * Reads one.
   *
   * @param from who sent it
   * @param message from its type on
   * @return empty when it is about something else, or says nothing that helps
   */
  static Optional<Heard> read(InetAddress from, byte[] message) {
    boolean v4 = from.getAddress().length == 4;
    if (message.length < HEADER || message[0] != (v4 ? ICMP_TYPE : ICMPV6_TYPE)) {
      return Optional.empty();
    }
    ByteBuffer quoted = ByteBuffer.wrap(message, HEADER, message.length - HEADER).slice();
    int udp = v4 ? udpOverIpv4(quoted) : udpOverIpv6(quoted);
    if (udp < 0 || quoted.limit() < udp + PORTS) {
      return Optional.empty();
    }
    int source = quoted.getShort(udp) & 0xffff;
    int target = quoted.getShort(udp + 2) & 0xffff;
    int addressAt = HEADER + (v4 ? 16 : 24);
    byte[] address = Arrays.copyOfRange(message, addressAt, addressAt + (v4 ? 4 : 16));
    if (source != 500 && source != 4500) {
      return Optional.empty();
    }
    int code = message[1] & 0xff;
    return (v4 ? kind(code) : kindOfIpv6(code))
        .map(kind -> new Heard(endpoint(address, target), new Unreachable(from, kind)));
  }

  /** Where UDP starts, -1 for anything else; later fragments carry no ports. */
  private static int udpOverIpv4(ByteBuffer quoted) {
    if (quoted.limit() < IPV4_HEADER || quoted.get(0) >> 4 != 4 || quoted.get(9) != UDP) {
      return -1;
    }
    int header = (quoted.get(0) & 0xf) * 4;
    boolean laterFragment = (quoted.getShort(6) & 0x1fff) != 0;
    return header < IPV4_HEADER || laterFragment ? -1 : header;
  }

  private static int udpOverIpv6(ByteBuffer quoted) {
    boolean udp =
        quoted.limit() >= IPV6_HEADER && (quoted.get(0) >> 4 & 0xf) == 6 && quoted.get(6) == UDP;
    return udp ? IPV6_HEADER : -1;
  }

  private static Optional<Kind> kind(int code) {
    return switch (code) {
      case 0, 6, 11 -> Optional.of(Kind.NETWORK);
      case 1, 7, 12 -> Optional.of(Kind.HOST);
      case 2, 3 -> Optional.of(Kind.PORT);
      case 9, 10, 13 -> Optional.of(Kind.PROHIBITED);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> kindOfIpv6(int code) {
    return switch (code) {
      case 0, 2 -> Optional.of(Kind.NETWORK);
      case 3 -> Optional.of(Kind.HOST);
      case 4 -> Optional.of(Kind.PORT);
      case 1, 5, 6 -> Optional.of(Kind.PROHIBITED);
      default -> Optional.empty();
    };
  }

  private static Endpoint endpoint(byte[] address, int port) {
    try {
      return new Endpoint(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }
}
