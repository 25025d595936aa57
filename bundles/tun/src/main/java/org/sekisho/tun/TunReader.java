package org.sekisho.tun;

import org.sekisho.api.net.PacketBatch;

/** Reads the packets of one TUN device into batches. One thread at a time. */
interface TunReader {

  /**
   * Adds packets to the batch until nothing is left to read or the batch is full.
   *
   * @param headroom octets left free in front of each packet inside its slot
   * @return the error that ended the reading (EAGAIN: nothing is left), 0 when the batch is full
   */
  int read(PacketBatch batch, int headroom);

  /** Whether packets wait here that the kernel handed out already: do not poll for them. */
  boolean hasPending();

  /** Forgets what is pending; the device is gone. */
  void discard();

  /** Packets that were no whole packets, or too large for the slots; any thread. */
  long truncated();
}
