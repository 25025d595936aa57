package org.sekisho.tun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Ancillary data of packets (cmsg(3), ip(7), ipv6(7), udp(7)): our address, the traffic class, and
 * the length of the packets in a train. A cmsghdr is length (8), level (4), type (4); the data
 * follows and is padded to 8 octets.
 */
final class ControlMessages {

  static final int IPPROTO_IP = 0;
  static final int IP_TOS = 1;
  static final int IP_PKTINFO = 8;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_PKTINFO = 50;
  static final int IPV6_TCLASS = 67;
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int UDP_GRO = 104;

  /** Room for what we send or ask for, in either family, with some to spare on receipt. */
  static final int SPACE = 128;

  private static final int HEADER = 16;
  private static final int CLASS_SPACE = HEADER + 8;
  private static final int SEGMENT_SPACE = HEADER + 8;
  private static final int IPV4_INFO = 12;
  private static final int IPV6_INFO = 20;

  private ControlMessages() {}

  /**
   * Writes traffic class and source address. The traffic class comes first so that it stays in
   * place when there is no source.
   *
   * @param source null: the kernel chooses
   * @return octets of control data
   */
  static int write(ByteBuffer memory, int at, Family family, InetAddress source) {
    boolean v4 = family == Family.IPV4;
    int level = v4 ? IPPROTO_IP : IPPROTO_IPV6;
    header(memory, at, HEADER + 4, level, v4 ? IP_TOS : IPV6_TCLASS);
    memory.putInt(at + HEADER, 0);
    if (source == null || source.isAnyLocalAddress()) {
      return CLASS_SPACE;
    }
    int info = at + CLASS_SPACE;
    if (v4) {
      header(memory, info, HEADER + IPV4_INFO, level, IP_PKTINFO);
      memory.putInt(info + HEADER, 0);
      memory.put(info + HEADER + 4, source.getAddress());
      memory.putInt(info + HEADER + 8, 0);
      return CLASS_SPACE + align(HEADER + IPV4_INFO);
    }
    header(memory, info, HEADER + IPV6_INFO, level, IPV6_PKTINFO);
    memory.put(info + HEADER, source.getAddress());
    int scope = source instanceof Inet6Address v6 ? v6.getScopeId() : 0;
    memory.putInt(info + HEADER + 16, scope);
    return CLASS_SPACE + align(HEADER + IPV6_INFO);
  }

  /** Sets the traffic class in control data made by {@link #write}. */
  static void trafficClass(ByteBuffer memory, int at, int value) {
    memory.putInt(at + HEADER, value);
  }

  /**
   * Writes the length of the packets of a train behind what {@link #write} made.
   *
   * @param at where that ends
   * @param length octets of each packet but the last
   * @return octets written
   */
  static int segmentSize(ByteBuffer memory, int at, int length) {
    header(memory, at, HEADER + 2, SOL_UDP, UDP_SEGMENT);
    memory.putShort(at + HEADER, (short) length);
    return SEGMENT_SPACE;
  }

  /**
   * Finds a message.
   *
   * @param length octets of control data, as the kernel returned it
   * @param size octets the data must have at least
   * @return offset of its data, or -1
   */
  static int find(ByteBuffer memory, int at, int length, int level, int type, int size) {
    int position = at;
    int end = at + length;
    while (end - position >= HEADER) {
      long messageLength = memory.getLong(position);
      if (messageLength < HEADER || messageLength > end - position) {
        return -1;
      }
      if (memory.getInt(position + 8) == level
          && memory.getInt(position + 12) == type
          && messageLength >= HEADER + size) {
        return position + HEADER;
      }
      position += align((int) messageLength);
    }
    return -1;
  }

  private static void header(ByteBuffer memory, int at, int length, int level, int type) {
    memory.putLong(at, length);
    memory.putInt(at + 8, level);
    memory.putInt(at + 12, type);
  }

  private static int align(int length) {
    return length + 7 & ~7;
  }
}
