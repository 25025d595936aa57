package org.sekisho.api.net;

import java.io.IOException;

/** A Linux TUN device ({@code tunnelN}) without packet information header (tun.txt, IFF_NO_PI). */
public interface TunDevice extends AutoCloseable {

  /** Number of the tunnel the device belongs to. */
  int tunnel();

  /** Linux interface name, {@code tunnelN}. */
  String name();

  /** Sets the interface MTU in octets; the kernel answers larger packets with ICMP "too big". */
  void setMtu(int mtu) throws IOException;

  /**
   * Writes the packets of the batch that are not dropped to the kernel as if received from the
   * tunnel. One thread at a time.
   *
   * @return how many the kernel took
   */
  int write(PacketBatch batch, int first, int count) throws IOException;

  /** Removes the device. */
  @Override
  void close();
}
