package org.sekisho.api.net;

import java.io.IOException;

/**
 * A stream of outer packets: UDP datagrams of one port, or protocol 50, over IPv4 and IPv6. One
 * thread at a time may receive and one may send; different threads may do one each.
 */
public interface PacketChannel {

  /**
   * A batch of a shape that suits {@link #receive} of this channel: large slots and many packets
   * where the kernel delivers trains of datagrams (udp(7), UDP_GRO), else a slot a packet.
   */
  PacketBatch newReceiveBatch();

  /**
   * Waits for packets and fills the batch (cleared first) with payloads: UDP payload, or the ESP
   * packet after the IP header. Sets remote, local (never null) and trafficClass of each. Packets
   * of a train lie one directly behind the other (see {@link PacketBatch}) and may be of different
   * kinds: each is looked at by itself. A batch whose slots are smaller than what arrives loses
   * packets.
   *
   * @param headroom octets left free in front of the first packet of each slot
   * @param timeoutMillis longest wait; 0 polls
   * @return how many packets arrived, 0 on timeout or {@link #wakeup}
   */
  int receive(PacketBatch batch, int headroom, int timeoutMillis) throws IOException;

  /**
   * Sends the packets of the batch that are not dropped, with their remote, local, trafficClass and
   * dontFragment. A packet the kernel refuses (no route, too big, buffer full) is counted, not
   * thrown: one bad peer must not stop the others.
   *
   * @return how many were accepted by the kernel
   */
  int send(PacketBatch batch) throws IOException;

  /** Sends one datagram from the slow path (IKE, NAT keepalive); any thread. */
  void send(Endpoint local, Endpoint remote, byte[] payload) throws IOException;

  /** Makes a waiting {@link #receive} return; any thread. */
  void wakeup();

  /** Packets the kernel refused to send since the channel opened. */
  long sendErrors();
}
