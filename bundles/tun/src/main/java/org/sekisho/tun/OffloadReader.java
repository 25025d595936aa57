package org.sekisho.tun;

import org.sekisho.api.net.PacketBatch;

/** Reads a device with virtio headers and cuts its super-packets into the slots. */
final class OffloadReader implements TunReader {

  private final int fd;
  private final SuperPackets buffers;
  private SuperPacket pending;
  private volatile long truncated;

  /**
   * Reads from a non-blocking descriptor that stays its owner's.
   *
   * @param buffers shared by all devices of the reading thread
   */
  OffloadReader(int fd, SuperPackets buffers) {
    this.fd = fd;
    this.buffers = buffers;
  }

  @Override
  public int read(PacketBatch batch, int headroom) {
    SuperPacket packet = pending == null ? buffers.borrow() : pending;
    pending = null;
    int errno = fill(packet, batch, headroom);
    if (packet.isPending()) {
      pending = packet;
    } else {
      buffers.giveBack(packet);
    }
    return errno;
  }

  private int fill(SuperPacket packet, PacketBatch batch, int headroom) {
    int room = batch.slotSize() - headroom;
    while (batch.size() < batch.capacity()) {
      if (!packet.isPending() && !next(packet)) {
        return Errno.last();
      }
      if (packet.isPending() && !packet.fits(room)) {
        drop(packet);
      }
      packet.moveTo(batch, headroom);
    }
    return 0;
  }

  /**
   * Reads a packet; one that is not to be handed on leaves nothing pending.
   *
   * @return false when the kernel has none
   */
  private boolean next(SuperPacket packet) {
    long read = packet.read(fd);
    if (read >= 0 && !packet.take(read)) {
      drop(packet);
    } else if (packet.isPending() && packet.isFromNobody()) {
      packet.discard();
    }
    return read >= 0;
  }

  private void drop(SuperPacket packet) {
    packet.discard();
    // count: one thread reads
    truncated = truncated + 1;
  }

  @Override
  public boolean hasPending() {
    return pending != null;
  }

  @Override
  public void discard() {
    pending = null;
  }

  @Override
  public long truncated() {
    return truncated;
  }
}
