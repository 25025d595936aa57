package org.sekisho.tun;

import static org.sekisho.tun.ControlMessages.IPPROTO_IP;
import static org.sekisho.tun.ControlMessages.IPPROTO_IPV6;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/**
 * Receives from one socket into batches. Where the kernel coalesces (UDP_GRO), a message may be a
 * train: packets of one length, the last one shorter or not, which become packets of the batch
 * where they lie. A message that is empty, larger than its slot, or without our address is dropped
 * and counted. One thread.
 */
final class ReceivePath {

  /** UDP_MAX_SEGMENTS of Linux 6.9 and later; a train through the network has 64 at most. */
  static final int MAX_SEGMENTS = 128;

  private static final int MSG_CTRUNC = 0x8;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int IPV4_HEADER = 20;

  private final OuterSocket socket;
  private final int segmentsPerMessage;
  private final MessageHeaders headers;

  // one each: in a shared one both sides of a flow may want the same slot and displace each other
  private final EndpointCache remotes = new EndpointCache();
  private final EndpointCache locals = new EndpointCache();
  private long dropped;

  /**
   * Makes the path.
   *
   * @param burst how many messages one call takes at most
   */
  ReceivePath(OuterSocket socket, int burst) {
    this.socket = socket;
    segmentsPerMessage = socket.receivesTrains() ? MAX_SEGMENTS : 1;
    headers = new MessageHeaders(burst, burst);
  }

  /**
   * How many messages the next {@link #receive} can take.
   *
   * @param firstSlot first free slot of the batch
   */
  int room(PacketBatch batch, int firstSlot) {
    int packets = (batch.capacity() - batch.size()) / segmentsPerMessage;
    return Math.min(Math.min(packets, batch.slots() - firstSlot), headers.count());
  }

  /**
   * Adds what has arrived to the batch, without waiting.
   *
   * @param firstSlot first free slot of the batch
   * @param count how many messages to take at most, {@link #room} or fewer
   * @return how many slots were used; fewer than {@code count} when the kernel had no more
   */
  int receive(PacketBatch batch, int headroom, int firstSlot, int count) throws IOException {
    // the IP header of a raw packet goes into the headroom, so that ESP starts where UDP's does
    int lead = socket.deliversIpHeader() ? Math.max(headroom - IPV4_HEADER, 0) : headroom;
    for (int i = 0; i < count; i++) {
      int start = batch.slotStart(firstSlot + i) + lead;
      headers.vector(i, batch.address() + start, batch.slotSize() - lead);
      // the kernel overwrites both lengths
      headers.lengths(i, SocketAddresses.SPACE, ControlMessages.SPACE);
    }
    int received = LibC.recvmmsg(socket.fd(), headers.address(0), count, MSG_DONTWAIT, 0);
    if (received < 0) {
      if (Errno.isTransient(Errno.last())) {
        return 0;
      }
      throw Errno.exception("receive");
    }
    for (int i = 0; i < received; i++) {
      accept(batch, batch.slotStart(firstSlot + i) + lead, i);
    }
    return received;
  }

  private void accept(PacketBatch batch, int offset, int message) {
    int length = headers.messageLength(message);
    int header = socket.deliversIpHeader() ? ipHeaderLength(batch.memory(), offset, length) : 0;
    Endpoint remote = remote(message);
    Endpoint local = local(message);
    if ((headers.flags(message) & (MSG_TRUNC | MSG_CTRUNC)) != 0
        || length <= header
        || header < 0
        || remote == null
        || local == null) {
      dropped++;
      return;
    }
    int trafficClass = trafficClass(message);
    int end = offset + length;
    int size = segmentSize(message, length - header);
    for (int at = offset + header; at < end; at += size) {
      if (batch.size() == batch.capacity()) {
        dropped++;
        return;
      }
      int packet = batch.add(at, Math.min(size, end - at));
      batch.remote(packet, remote);
      batch.local(packet, local);
      batch.trafficClass(packet, trafficClass);
    }
  }

  /** Octets of each packet of a train but the last; the whole length when it is no train. */
  private int segmentSize(int message, int length) {
    if (segmentsPerMessage == 1) {
      return length;
    }
    int data = find(message, ControlMessages.SOL_UDP, ControlMessages.UDP_GRO, 4);
    int size = data < 0 ? 0 : headers.buffer().getInt(data);
    return size > 0 ? size : length;
  }

  /** IHL of RFC 791 in octets, -1 when it cannot be. */
  private static int ipHeaderLength(ByteBuffer memory, int offset, int length) {
    if (length < IPV4_HEADER) {
      return -1;
    }
    int octets = (memory.get(offset) & 0xf) * 4;
    return octets < IPV4_HEADER ? -1 : octets;
  }

  private Endpoint remote(int message) {
    ByteBuffer memory = headers.buffer();
    int name = headers.name(message);
    if (headers.nameLength(message) < socket.family().addressLength()) {
      return null;
    }
    int port = socket.hasPorts() ? SocketAddresses.port(memory, name) : 0;
    return socket.family() == Family.IPV4
        ? remotes.ipv4(memory, name + 4, port)
        : remotes.ipv6(memory, name + 8, port, memory.getInt(name + 24));
  }

  private Endpoint local(int message) {
    ByteBuffer memory = headers.buffer();
    if (socket.family() == Family.IPV4) {
      // in_pktinfo: interface 0, local address 4, destination in the header 8; the second is an
      // address of ours even for a broadcast, so a reply can leave from it
      int data = find(message, IPPROTO_IP, ControlMessages.IP_PKTINFO, 12);
      return data < 0 ? null : locals.ipv4(memory, data + 4, socket.localPort());
    }
    int data = find(message, IPPROTO_IPV6, ControlMessages.IPV6_PKTINFO, 20);
    return data < 0
        ? null
        : locals.ipv6(memory, data, socket.localPort(), memory.getInt(data + 16));
  }

  private int trafficClass(int message) {
    if (socket.family() == Family.IPV4) {
      int data = find(message, IPPROTO_IP, ControlMessages.IP_TOS, 1);
      return data < 0 ? 0 : headers.buffer().get(data) & 0xff;
    }
    int data = find(message, IPPROTO_IPV6, ControlMessages.IPV6_TCLASS, 4);
    return data < 0 ? 0 : headers.buffer().getInt(data) & 0xff;
  }

  private int find(int message, int level, int type, int size) {
    return ControlMessages.find(
        headers.buffer(),
        headers.control(message),
        Math.min(headers.controlLength(message), ControlMessages.SPACE),
        level,
        type,
        size);
  }

  /** Packets dropped since the socket opened. */
  long dropped() {
    return dropped;
  }
}
