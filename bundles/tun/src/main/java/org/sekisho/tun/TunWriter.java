package org.sekisho.tun;

import org.sekisho.api.net.PacketBatch;

/** Writes the packets of batches to one TUN device. One thread at a time. */
interface TunWriter {

  /**
   * Writes the packets that are not dropped.
   *
   * @return how many the kernel took
   */
  int write(PacketBatch batch, int first, int count);

  /** Packets the kernel did not take; any thread. */
  long refused();
}
