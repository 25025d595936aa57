package org.sekisho.tun;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * Builds TCP and UDP packets octet by octet, with checksums computed the slow way of RFC 1071, so
 * that nothing here shares code with what it tests.
 */
final class InnerPacket implements Cloneable {

  boolean ipv6;
  boolean tcp = true;
  int flow = 1;
  int trafficClass;
  int hopLimit = 63;
  boolean df = true;
  int id = 0x1234;
  int fragment;
  byte[] ipOptions = {};
  byte[] extension = {};
  int extensionType;
  int sequence = 1000;
  int ack = 77;
  int flags = 0x10;
  int window = 501;
  int urgent;
  byte[] tcpOptions = {};
  byte[] payload = {};

  static InnerPacket random(Random random) {
    InnerPacket packet = new InnerPacket();
    packet.ipv6 = random.nextBoolean();
    packet.tcp = random.nextBoolean();
    packet.trafficClass = random.nextInt(256);
    packet.hopLimit = 1 + random.nextInt(255);
    packet.df = random.nextBoolean();
    packet.id = random.nextInt(65_536);
    packet.sequence = random.nextInt();
    packet.ack = random.nextInt();
    packet.window = random.nextInt(65_536);
    packet.tcpOptions = bytes(random, random.nextInt(4) * 4);
    packet.flow = random.nextInt(3);
    return packet;
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  InnerPacket copy() {
    try {
      return (InnerPacket) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** The i-th segment of this as a super-packet whose segments have so much payload. */
  InnerPacket segment(int i, int size) {
    int from = i * size;
    int to = Math.min(payload.length, from + size);
    InnerPacket segment = copy();
    segment.payload = Arrays.copyOfRange(payload, from, to);
    segment.sequence = sequence + from;
    segment.id = id + i & 0xffff;
    if (i > 0) {
      segment.flags &= ~0x80;
    }
    if (to < payload.length) {
      segment.flags &= ~0x09;
    }
    return segment;
  }

  int segments(int size) {
    return (payload.length + size - 1) / size;
  }

  int transportOffset() {
    return ipv6 ? 40 + extension.length : 20 + ipOptions.length;
  }

  int headers() {
    return transportOffset() + (tcp ? 20 + tcpOptions.length : 8);
  }

  int checksumField() {
    return transportOffset() + (tcp ? 16 : 6);
  }

  /** The packet with right checksums. */
  byte[] build() {
    byte[] packet = withoutChecksum();
    int checksum = ~slowSum(packet, transportOffset(), packet.length, pseudoHeader()) & 0xffff;
    put(packet, checksumField(), !tcp && checksum == 0 ? 0xffff : checksum);
    return packet;
  }

  /** The packet as the kernel hands it out with NEEDS_CSUM. */
  byte[] buildPartial() {
    byte[] packet = withoutChecksum();
    put(packet, checksumField(), slowSum(new byte[0], 0, 0, pseudoHeader()));
    return packet;
  }

  /** What {@link VirtioNetHeader} says of it, and the packet, as the kernel hands it out. */
  void handOut(SuperPacket target, int gsoType, int gsoSize) {
    byte[] packet = buildPartial();
    int at = SuperPacket.start();
    VirtioNetHeader.put(
        target.memory(),
        at,
        gsoType,
        packet.length, // what the kernel says of forwarded packets
        gsoSize,
        transportOffset(),
        tcp ? 16 : 6);
    target.memory().put(at + VirtioNetHeader.LENGTH, packet);
  }

  int gsoType() {
    return tcp ? (ipv6 ? VirtioNetHeader.GSO_TCPV6 : VirtioNetHeader.GSO_TCPV4) : 5;
  }

  private byte[] withoutChecksum() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int transportLength = (tcp ? 20 + tcpOptions.length : 8) + payload.length;
    if (ipv6) {
      put32(out, 0x60000000 | trafficClass << 20 | 0xabcde);
      put16(out, extension.length + transportLength);
      out.write(extension.length > 0 ? extensionType : tcp ? 6 : 17);
      out.write(hopLimit);
      out.writeBytes(source());
      out.writeBytes(destination());
      out.writeBytes(extension);
    } else {
      out.write(0x40 | (20 + ipOptions.length) / 4);
      out.write(trafficClass);
      put16(out, 20 + ipOptions.length + transportLength);
      put16(out, id);
      put16(out, (df ? 0x4000 : 0) | fragment);
      out.write(hopLimit);
      out.write(tcp ? 6 : 17);
      put16(out, 0);
      out.writeBytes(source());
      out.writeBytes(destination());
      out.writeBytes(ipOptions);
    }
    put16(out, 40_000 + flow);
    put16(out, 443);
    if (tcp) {
      put32(out, sequence);
      put32(out, ack);
      out.write((20 + tcpOptions.length) / 4 << 4);
      out.write(flags);
      put16(out, window);
      put16(out, 0);
      put16(out, urgent);
      out.writeBytes(tcpOptions);
    } else {
      put16(out, transportLength);
      put16(out, 0);
    }
    out.writeBytes(payload);
    byte[] packet = out.toByteArray();
    if (!ipv6) {
      put(packet, 10, ~slowSum(packet, 0, 20 + ipOptions.length, 0) & 0xffff);
    }
    return packet;
  }

  private byte[] source() {
    byte[] address = new byte[ipv6 ? 16 : 4];
    address[0] = (byte) (ipv6 ? 0x20 : 10);
    address[address.length - 1] = 1;
    return address;
  }

  private byte[] destination() {
    byte[] address = source();
    address[address.length - 1] = 2;
    return address;
  }

  private int pseudoHeader() {
    int length = (tcp ? 20 + tcpOptions.length : 8) + payload.length;
    int addresses = slowSum(source(), 0, source().length, 0);
    addresses = slowSum(destination(), 0, destination().length, addresses);
    return addresses + (tcp ? 6 : 17) + length;
  }

  /** Adds 16-bit words, the carries at the end; an odd last octet counts as the upper half. */
  static int slowSum(byte[] octets, int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? (octets[i] & 0xff) << 8 : octets[i] & 0xff;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (sum & 0xffff) + (sum >>> 16);
  }

  static void put(byte[] octets, int at, int value) {
    octets[at] = (byte) (value >>> 8);
    octets[at + 1] = (byte) value;
  }

  private static void put16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static void put32(ByteArrayOutputStream out, int value) {
    put16(out, value >>> 16);
    put16(out, value);
  }
}
