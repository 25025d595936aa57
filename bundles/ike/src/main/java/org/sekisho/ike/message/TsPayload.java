package org.sekisho.ike.message;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.ipsec.TrafficSelector;

/**
 * Traffic selectors (RFC 7296 section 3.13). Selectors of unknown types and ranges that end before
 * they start are left out: nothing can match them.
 *
 * @param type {@link Payload#TS_I} or {@link Payload#TS_R}
 * @param selectors usable selectors in the order sent; may be empty
 */
public record TsPayload(int type, List<TrafficSelector> selectors) implements Payload {

  private static final int IPV4_RANGE = 7;
  private static final int IPV6_RANGE = 8;

  /** Copies the list. */
  public TsPayload {
    selectors = List.copyOf(selectors);
  }

  static TsPayload decode(int type, WireReader in) throws MalformedMessageException {
    int count = in.u8();
    in.skip(3);
    if (count == 0) {
      throw new MalformedMessageException("no traffic selector");
    }
    List<TrafficSelector> selectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int tsType = in.u8();
      int protocol = in.u8();
      int length = in.u16();
      if (length < 8) {
        throw new MalformedMessageException("traffic selector of " + length + " octets");
      }
      WireReader body = in.slice(length - 4);
      if (tsType != IPV4_RANGE && tsType != IPV6_RANGE) {
        continue;
      }
      int addressLength = tsType == IPV4_RANGE ? 4 : 16;
      if (body.remaining() != 4 + 2 * addressLength) {
        throw new MalformedMessageException("traffic selector of " + length + " octets");
      }
      int startPort = body.u16();
      int endPort = body.u16();
      byte[] start = body.octets(addressLength);
      byte[] end = body.octets(addressLength);
      if (Arrays.compareUnsigned(start, end) <= 0) {
        selectors.add(
            new TrafficSelector(protocol, startPort, endPort, address(start), address(end)));
      }
    }
    if (in.remaining() != 0) {
      throw new MalformedMessageException("octets after the last traffic selector");
    }
    return new TsPayload(type, selectors);
  }

  private static InetAddress address(byte[] octets) {
    try {
      // getByAddress(byte[]) would turn IPv4-mapped IPv6 addresses into IPv4 ones.
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public byte[] body() {
    WireWriter out = new WireWriter().u8(selectors.size()).u8(0).u16(0);
    for (TrafficSelector ts : selectors) {
      byte[] start = wide(ts.start(), ts.isIpv6());
      out.u8(ts.isIpv6() ? IPV6_RANGE : IPV4_RANGE)
          .u8(ts.protocol())
          .u16(8 + 2 * start.length)
          .u16(ts.startPort())
          .u16(ts.endPort())
          .octets(start)
          .octets(wide(ts.end(), ts.isIpv6()));
    }
    return out.toByteArray();
  }

  private static byte[] wide(InetAddress address, boolean ipv6) {
    byte[] octets = address.getAddress();
    if (octets.length != (ipv6 ? 16 : 4)) {
      throw new IllegalArgumentException("mixed families in " + address);
    }
    return octets;
  }
}
