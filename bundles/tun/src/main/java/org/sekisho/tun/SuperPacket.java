package org.sekisho.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sekisho.api.net.PacketBatch;

/**
 * A packet as a TUN device with virtio headers hands it out, and its way into the slots of a batch:
 * an ordinary one is copied, its checksum completed where the kernel left that to us; a
 * super-packet of up to 64 KB is cut into segments as a network card would do it. What finds no
 * slot stays here until the next batch. One thread at a time; nothing is allocated after
 * construction.
 */
final class SuperPacket {

  /** Where the packet starts; the virtio header ends here. */
  private static final int PACKET = 16;

  private static final int HEADER = PACKET - VirtioNetHeader.LENGTH;

  /** Octets the kernel may write: a virtio header and the longest IPv6 packet without jumbogram. */
  private static final int CAPACITY = VirtioNetHeader.LENGTH + IpLayout.IPV6_HEADER + 65_535;

  private final PayloadSum sums = new PayloadSum();
  private final NativeMemory memory = new NativeMemory(HEADER + CAPACITY);
  private final ByteBuffer nativeOrder = memory.buffer();
  private final ByteBuffer octets = nativeOrder.duplicate().order(ByteOrder.BIG_ENDIAN);

  // what is left of the packet: position = end when nothing is
  private int position;
  private int end;

  // how it is cut: headers up to payload are repeated in front of size octets
  private int payload;
  private int size;
  private int segment;
  private boolean ipv6;
  private boolean tcp;
  private int transport;
  private long pseudoHeader;
  private long ipv4Sum;
  private int firstId;
  private int firstSequence;
  private int flags;

  /** Reads the next packet of a TUN device; to be called when nothing is pending. */
  long read(int fd) {
    return LibC.read(fd, memory.address(HEADER), CAPACITY);
  }

  /** The memory {@link #read} fills from {@link #HEADER} on, in the processor's byte order. */
  ByteBuffer memory() {
    return nativeOrder;
  }

  /** Where {@link #read} writes. */
  static int start() {
    return HEADER;
  }

  /**
   * Takes what was read.
   *
   * @param read octets with the virtio header
   * @return false when there is nothing to hand on: not a whole IP packet, or a description that
   *     does not fit it
   */
  boolean take(long read) {
    position = 0;
    end = 0;
    int length = (int) read - VirtioNetHeader.LENGTH;
    if (length < IpLayout.IPV4_HEADER || length != IpLayout.totalLength(octets, PACKET)) {
      return false;
    }
    ipv6 = IpLayout.version(octets, PACKET) == 6;
    boolean partial =
        (VirtioNetHeader.flags(nativeOrder, HEADER) & VirtioNetHeader.NEEDS_CSUM) != 0;
    transport = partial ? PACKET + VirtioNetHeader.csumStart(nativeOrder, HEADER) : PACKET;
    boolean usable =
        switch (VirtioNetHeader.gsoType(nativeOrder, HEADER)) {
          case VirtioNetHeader.GSO_NONE -> whole(length, partial);
          case VirtioNetHeader.GSO_TCPV4, VirtioNetHeader.GSO_TCPV6 -> cut(length, partial, true);
          case VirtioNetHeader.GSO_UDP_L4 -> cut(length, partial, false);
          default -> false;
        };
    if (usable) {
      end = PACKET + length;
      position = payload;
      segment = 0;
    }
    return usable;
  }

  private boolean whole(int length, boolean partial) {
    payload = PACKET;
    size = length;
    return !partial
        || complete(length, transport + VirtioNetHeader.csumOffset(nativeOrder, HEADER));
  }

  /** Completes a checksum whose field holds the sum of the pseudo-header. */
  private boolean complete(int length, int field) {
    if (transport - PACKET < ipHeaderLength() || field + 2 > PACKET + length) {
      return false;
    }
    long sum = sums.sum(octets, transport, PACKET + length - transport);
    boolean udp = field - transport == IpLayout.UDP_CHECKSUM;
    InternetChecksum.putTransport(octets, field, sum, udp);
    return true;
  }

  /**
   * Finds the headers that are to be repeated. The kernel's hdr_len is no help: for a packet it
   * forwards it says how much lies in one piece. Where the transport header begins it says rightly,
   * also behind IPv6 extension headers and IPv4 options.
   */
  private boolean cut(int length, boolean partial, boolean isTcp) {
    tcp = isTcp;
    int field = tcp ? IpLayout.TCP_CHECKSUM : IpLayout.UDP_CHECKSUM;
    int shortest = tcp ? IpLayout.TCP_HEADER : IpLayout.UDP_HEADER;
    if (!partial
        || VirtioNetHeader.csumOffset(nativeOrder, HEADER) != field
        || transport - PACKET < ipHeaderLength()
        || transport - PACKET + shortest > length) {
      return false;
    }
    size = VirtioNetHeader.gsoSize(nativeOrder, HEADER);
    payload = transport + (tcp ? IpLayout.tcpHeaderLength(octets, transport) : IpLayout.UDP_HEADER);
    if (payload >= PACKET + length || payload < transport + shortest || size == 0) {
      return false;
    }
    // The field holds the pseudo-header with the length of all; a routing header makes this the
    // only way to it, because then it is not summed over the address of the IPv6 header.
    int total = PACKET + length - transport;
    pseudoHeader = (octets.getShort(transport + field) & 0xffff) + (~total & 0xffff);
    firstId = octets.getShort(PACKET + IpLayout.IPV4_ID) & 0xffff;
    ipv4Sum = ipv6 ? 0 : sharedIpv4Sum();
    firstSequence = octets.getInt(transport + IpLayout.TCP_SEQUENCE);
    flags = tcp ? octets.get(transport + IpLayout.TCP_FLAGS) & 0xff : 0;
    return true;
  }

  /** The sum of the IPv4 header without what differs: length, identification, the sum itself. */
  private long sharedIpv4Sum() {
    return InternetChecksum.ipv4Header(octets, PACKET, ipv4HeaderLength())
        + (~octets.getShort(PACKET + IpLayout.IPV4_TOTAL_LENGTH) & 0xffff)
        + (~octets.getShort(PACKET + IpLayout.IPV4_ID) & 0xffff)
        + (~octets.getShort(PACKET + IpLayout.IPV4_CHECKSUM) & 0xffff);
  }

  private int ipHeaderLength() {
    return ipv6 ? IpLayout.IPV6_HEADER : ipv4HeaderLength();
  }

  private int ipv4HeaderLength() {
    return Math.max(IpLayout.IPV4_HEADER, (octets.get(PACKET) & 0xf) * 4);
  }

  /** Whether a part of the packet has not found a slot yet. */
  boolean isPending() {
    return position < end;
  }

  /** Whether the kernel speaks of itself; see {@link IpLayout#isFromNobody}. */
  boolean isFromNobody() {
    return IpLayout.isFromNobody(octets, PACKET, end - PACKET);
  }

  /** Forgets what is pending. */
  void discard() {
    position = end;
  }

  /** Whether each part fits a slot with so much room. */
  boolean fits(int room) {
    return payload - PACKET + Math.min(size, end - position) <= room;
  }

  /**
   * Moves segments into free slots until nothing is left or the batch is full; each must {@link
   * #fits fit}.
   */
  void moveTo(PacketBatch batch, int headroom) {
    while (position < end && batch.size() < batch.capacity()) {
      int offset = batch.slotStart(batch.size()) + headroom;
      int octetsNow = Math.min(size, end - position);
      int headers = payload - PACKET;
      ByteBuffer target = batch.memory();
      target.put(offset + headers, octets, position, octetsNow);
      position += octetsNow;
      if (headers > 0) {
        target.put(offset, octets, PACKET, headers);
        finish(target, offset, headers + octetsNow);
        segment++;
      }
      batch.add(offset, headers + octetsNow);
    }
  }

  /** Gives a segment the headers of a packet of its own. */
  private void finish(ByteBuffer target, int packet, int length) {
    if (ipv6) {
      target.putShort(
          packet + IpLayout.IPV6_PAYLOAD_LENGTH, (short) (length - IpLayout.IPV6_HEADER));
    } else {
      target.putShort(packet + IpLayout.IPV4_TOTAL_LENGTH, (short) length);
      target.putShort(packet + IpLayout.IPV4_ID, (short) (firstId + segment));
      target.putShort(
          packet + IpLayout.IPV4_CHECKSUM,
          (short) ~InternetChecksum.fold(ipv4Sum + length + (firstId + segment & 0xffff)));
    }
    int header = packet + transport - PACKET;
    int covered = length - (transport - PACKET);
    int field = header + (tcp ? IpLayout.TCP_CHECKSUM : IpLayout.UDP_CHECKSUM);
    if (tcp) {
      target.putInt(header + IpLayout.TCP_SEQUENCE, firstSequence + segment * size);
      target.put(header + IpLayout.TCP_FLAGS, (byte) flagsNow());
    } else {
      target.putShort(header + IpLayout.UDP_LENGTH, (short) covered);
    }
    target.putShort(field, (short) 0);
    long sum = pseudoHeader + covered + sums.sum(target, header, covered);
    InternetChecksum.putTransport(target, field, sum, !tcp);
  }

  /** CWR belongs to the first segment only, PSH and FIN to the last (RFC 3168, RFC 9293). */
  private int flagsNow() {
    int now = flags;
    if (segment > 0) {
      now &= ~IpLayout.CWR;
    }
    if (position < end) {
      now &= ~(IpLayout.PSH | IpLayout.FIN);
    }
    return now;
  }
}
