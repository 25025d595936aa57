package org.sekisho.tun;

import org.sekisho.api.net.PacketBatch;

/** Reads a device without virtio headers: a packet a call, straight into its slot. */
final class PlainReader implements TunReader {

  private final int fd;
  private volatile long truncated;

  /** Reads from a non-blocking descriptor that stays its owner's. */
  PlainReader(int fd) {
    this.fd = fd;
  }

  @Override
  public int read(PacketBatch batch, int headroom) {
    int room = batch.slotSize() - headroom;
    while (batch.size() < batch.capacity()) {
      int offset = batch.slotStart(batch.size()) + headroom;
      long length = LibC.read(fd, batch.address() + offset, room);
      if (length < 0) {
        return Errno.last();
      }
      if (length == 0 || (length == room && isCut(batch, offset, room))) {
        // count: one thread reads
        truncated = truncated + 1;
      } else if (!IpLayout.isFromNobody(batch.memory(), offset, (int) length)) {
        batch.add(offset, (int) length);
      }
    }
    return 0;
  }

  /** The kernel cuts a packet that is larger than the slot without a word: compare its length. */
  private static boolean isCut(PacketBatch batch, int offset, int read) {
    return read < IpLayout.IPV6_HEADER || IpLayout.totalLength(batch.memory(), offset) > read;
  }

  @Override
  public boolean hasPending() {
    return false;
  }

  @Override
  public void discard() {
    // nothing is kept
  }

  @Override
  public long truncated() {
    return truncated;
  }
}
