package org.sekisho.tun;

import org.sekisho.api.net.PacketBatch;

/** Writes to a device without virtio headers: a packet a call. */
final class PlainWriter implements TunWriter {

  private final int fd;
  private volatile long refused;

  /** Writes to a descriptor that stays its owner's. */
  PlainWriter(int fd) {
    this.fd = fd;
  }

  @Override
  public int write(PacketBatch batch, int first, int count) {
    int taken = 0;
    int lost = 0;
    for (int i = first; i < first + count; i++) {
      if (batch.isDropped(i)) {
        continue;
      }
      if (writeOne(batch.address() + batch.offset(i), batch.length(i))) {
        taken++;
      } else {
        lost++;
      }
    }
    if (lost > 0) {
      refused = refused + lost;
    }
    return taken;
  }

  /** A refusal (queue full, interface down, no IP packet) concerns this packet only. */
  private boolean writeOne(long address, int length) {
    long written;
    do {
      written = LibC.write(fd, address, length);
    } while (written < 0 && Errno.last() == Errno.EINTR);
    return written == length;
  }

  @Override
  public long refused() {
    return refused;
  }
}
