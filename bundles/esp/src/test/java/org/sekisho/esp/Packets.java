package org.sekisho.esp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sekisho.api.net.PacketBatch;

/** Builds and checks IP packets for tests. */
final class Packets {

  static final int SYN = 0x02;
  static final int ACK = 0x10;

  private Packets() {}

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A UDP packet, IPv4 or IPv6 by the addresses. */
  static byte[] udp(String from, int fromPort, String to, int toPort, String payload) {
    byte[] data = payload.getBytes(StandardCharsets.UTF_8);
    ByteBuffer udp = ByteBuffer.allocate(8 + data.length);
    udp.putShort((short) fromPort).putShort((short) toPort);
    udp.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
    return ip(17, from, to, udp.array());
  }

  /** A TCP segment with options (padded by the caller) and a right checksum. */
  static byte[] tcp(String from, String to, int flags, byte[] options) {
    ByteBuffer tcp = ByteBuffer.allocate(20 + options.length);
    tcp.putShort((short) 40000).putShort((short) 443).putInt(0x01020304).putInt(0);
    tcp.put((byte) ((5 + options.length / 4) << 4)).put((byte) flags).putShort((short) 64240);
    tcp.putInt(0).put(options);
    byte[] packet = ip(6, from, to, tcp.array());
    int header = packet.length - tcp.capacity();
    ByteBuffer.wrap(packet).putShort(header + 16, (short) tcpChecksum(packet));
    return packet;
  }

  /** An IP packet with a right header checksum, TTL 64. */
  static byte[] ip(int protocol, String from, String to, byte[] payload) {
    byte[] source = address(from).getAddress();
    byte[] destination = address(to).getAddress();
    if (source.length == 16) {
      ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
      packet.putInt(0x60000000).putShort((short) payload.length);
      packet.put((byte) protocol).put((byte) 64).put(source).put(destination).put(payload);
      return packet.array();
    }
    ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
    packet.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putInt(0x12340000);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
    packet.put(source).put(destination).put(payload);
    return fixHeaderChecksum(packet.array());
  }

  /** Sets the traffic class. */
  static byte[] withTrafficClass(byte[] packet, int trafficClass) {
    if ((packet[0] >> 4) == 6) {
      ByteBuffer.wrap(packet).putShort(0, (short) (0x6000 | (trafficClass << 4)));
      return packet;
    }
    packet[1] = (byte) trafficClass;
    return fixHeaderChecksum(packet);
  }

  /** Sets the flags and fragment offset field of an IPv4 packet. */
  static byte[] withFragmentField(byte[] packet, int field) {
    ByteBuffer.wrap(packet).putShort(6, (short) field);
    return fixHeaderChecksum(packet);
  }

  static byte[] fixHeaderChecksum(byte[] ipv4) {
    ByteBuffer packet = ByteBuffer.wrap(ipv4);
    packet.putShort(10, (short) 0);
    packet.putShort(10, (short) (~sum(ipv4, 0, 20, 0) & 0xffff));
    return ipv4;
  }

  /** Whether the IPv4 header checksum is right. */
  static boolean headerChecksumIsRight(byte[] ipv4) {
    return sum(ipv4, 0, 20, 0) == 0xffff;
  }

  /** The checksum the TCP segment should have. */
  static int tcpChecksum(byte[] packet) {
    boolean ipv6 = (packet[0] >> 4) == 6;
    int header = ipv6 ? 40 : 20;
    byte[] copy = packet.clone();
    ByteBuffer.wrap(copy).putShort(header + 16, (short) 0);
    int pseudo = sum(copy, ipv6 ? 8 : 12, header, 6 + packet.length - header);
    return ~sum(copy, header, copy.length, pseudo) & 0xffff;
  }

  /** Whether the TCP checksum is right. */
  static boolean tcpChecksumIsRight(byte[] packet) {
    int header = (packet[0] >> 4) == 6 ? 40 : 20;
    return (ByteBuffer.wrap(packet).getShort(header + 16) & 0xffff) == tcpChecksum(packet);
  }

  private static int sum(byte[] octets, int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i += 2) {
      sum += (octets[i] & 0xff) << 8 | (i + 1 < to ? octets[i + 1] & 0xff : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  /** Adds a packet to a batch with headroom. */
  static int add(PacketBatch batch, int headroom, byte[] packet) {
    int at = batch.slotStart(batch.size()) + headroom;
    int i = batch.add(at, packet.length);
    batch.memory().put(at, packet);
    return i;
  }

  /** A batch with packets in it. */
  static PacketBatch batch(int headroom, byte[]... packets) {
    PacketBatch batch = PacketBatch.allocate(Math.max(1, packets.length), 2048);
    for (byte[] packet : packets) {
      add(batch, headroom, packet);
    }
    return batch;
  }

  /** Parses a packet that must be well-formed. */
  static InnerHeader parse(byte[] packet) {
    InnerHeader header = new InnerHeader();
    if (!header.parse(ByteBuffer.wrap(packet), 0, packet.length)) {
      throw new AssertionError("packet is not well-formed");
    }
    return header;
  }
}
