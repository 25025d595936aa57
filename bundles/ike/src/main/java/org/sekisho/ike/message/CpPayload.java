package org.sekisho.ike.message;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Configuration (RFC 7296 section 3.15). Attributes of unknown types are kept and never looked at;
 * one whose length its type forbids counts as absent.
 *
 * @param cfgType {@link #REQUEST}, {@link #REPLY}, {@link #SET} or {@link #ACK}; others are ignored
 * @param attributes in the order sent
 */
public record CpPayload(int cfgType, List<Attribute> attributes) implements Payload {

  /** CFG_REQUEST. */
  public static final int REQUEST = 1;

  /** CFG_REPLY. */
  public static final int REPLY = 2;

  /** CFG_SET. */
  public static final int SET = 3;

  /** CFG_ACK. */
  public static final int ACK = 4;

  /** INTERNAL_IP4_ADDRESS. */
  public static final int IP4_ADDRESS = 1;

  /** INTERNAL_IP4_DNS. */
  public static final int IP4_DNS = 3;

  /** INTERNAL_IP6_ADDRESS: the address and a prefix length. */
  public static final int IP6_ADDRESS = 8;

  /** INTERNAL_IP6_DNS. */
  public static final int IP6_DNS = 10;

  private static final int TYPE_BITS = 0x7fff;

  /**
   * One attribute.
   *
   * @param type its type
   * @param value its value, empty in a request for any
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  public record Attribute(int type, byte[] value) {

    /** A request for any value. */
    public static Attribute any(int type) {
      return new Attribute(type, new byte[0]);
    }

    /** An inner address, IPv6 with the prefix length of one address. */
    public static Attribute address(InetAddress address) {
      byte[] octets = address.getAddress();
      if (octets.length == 4) {
        return new Attribute(IP4_ADDRESS, octets);
      }
      byte[] value = Arrays.copyOf(octets, 17);
      value[16] = (byte) 128;
      return new Attribute(IP6_ADDRESS, value);
    }

    /** A name server. */
    public static Attribute dns(InetAddress address) {
      byte[] octets = address.getAddress();
      return new Attribute(octets.length == 4 ? IP4_DNS : IP6_DNS, octets);
    }

    /** The address in it, empty when there is none or its length is not right. */
    private Optional<InetAddress> address() {
      boolean right =
          switch (type) {
            case IP4_ADDRESS, IP4_DNS -> value.length == 4;
            case IP6_ADDRESS -> value.length == 17;
            case IP6_DNS -> value.length == 16;
            default -> false;
          };
      try {
        return right
            ? Optional.of(InetAddress.getByAddress(Arrays.copyOf(value, value.length & ~1)))
            : Optional.empty();
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Copies the list. */
  public CpPayload {
    attributes = List.copyOf(attributes);
  }

  static CpPayload decode(WireReader in) throws MalformedMessageException {
    int cfgType = in.u8();
    in.skip(3);
    List<Attribute> attributes = new ArrayList<>();
    while (in.remaining() > 0) {
      int type = in.u16() & TYPE_BITS;
      int length = in.u16();
      attributes.add(new Attribute(type, in.octets(length)));
    }
    return new CpPayload(cfgType, attributes);
  }

  /** Whether an attribute of the type is there, with or without a value. */
  public boolean has(int type) {
    return attributes.stream().anyMatch(a -> a.type() == type);
  }

  /** The addresses in attributes of a type. */
  public List<InetAddress> addresses(int type) {
    return attributes.stream()
        .filter(a -> a.type() == type)
        .flatMap(a -> a.address().stream())
        .toList();
  }

  @Override
  public int type() {
    return CP;
  }

  @Override
  public byte[] body() {
    WireWriter out = new WireWriter().u8(cfgType).u8(0).u16(0);
    for (Attribute attribute : attributes) {
      out.u16(attribute.type()).u16(attribute.value().length).octets(attribute.value());
    }
    return out.toByteArray();
  }
}
