package org.sekisho.tun;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;

/**
 * One open TUN device. Reading and writing each hold a lock for the length of a batch, so that
 * {@link #close} never closes a descriptor in use.
 */
final class KernelTunDevice implements TunDevice {

  private static final int IPV6_HEADER = 40;

  private final int tunnel;
  private final String name;
  private final int fd;
  private final Consumer<KernelTunDevice> whenClosed;
  private final Object readLock = new Object();
  private final Object writeLock = new Object();
  private volatile boolean closed;
  private volatile boolean gone;
  private volatile long refusedWrites;
  private volatile long truncatedReads;

  /**
   * Takes an open descriptor over.
   *
   * @param whenClosed called once by {@link #close} before the descriptor is closed
   */
  KernelTunDevice(int tunnel, String name, int fd, Consumer<KernelTunDevice> whenClosed) {
    this.tunnel = tunnel;
    this.name = name;
    this.fd = fd;
    this.whenClosed = whenClosed;
  }

  @Override
  public int tunnel() {
    return tunnel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setMtu(int mtu) throws IOException {
    try (InterfaceRequests requests = new InterfaceRequests()) {
      requests.mtu(name, mtu);
    }
  }

  /** The descriptor to poll, or -1 when there is nothing to wait for any more. */
  int pollable() {
    return closed || gone ? -1 : fd;
  }

  /** Whether the interface was deleted by someone else. */
  boolean isGone() {
    return gone;
  }

  /**
   * Reads what the kernel routed into the device until nothing is left or the batch is full.
   *
   * @return how many packets
   */
  int read(PacketBatch batch, int headroom) throws IOException {
    int room = batch.slotSize() - headroom;
    synchronized (readLock) {
      while (!closed && !gone && batch.size() < batch.capacity()) {
        int offset = batch.slotStart(batch.size()) + headroom;
        long length = LibC.read(fd, batch.address() + offset, room);
        if (length < 0) {
          noticeRead(Errno.last());
          break;
        }
        if (length == 0 || (length == room && isCut(batch.memory(), offset, room))) {
          // count: one thread reads
          truncatedReads = truncatedReads + 1;
          continue;
        }
        if (!isFromNobody(batch.memory(), offset, length)) {
          batch.add(offset, (int) length);
        }
      }
      return batch.size();
    }
  }

  private void noticeRead(int errno) throws IOException {
    switch (errno) {
      case Errno.EAGAIN, Errno.EINTR, Errno.EIO -> {
        // nothing there, or the interface is down for the moment
      }
      case Errno.EBADFD, Errno.ENODEV -> gone = true;
      default -> throw Errno.exception("reading " + name);
    }
  }

  /** The kernel cuts a packet that is larger than the slot without a word: compare its length. */
  private static boolean isCut(ByteBuffer memory, int offset, int read) {
    int version = memory.get(offset) >>> 4 & 0xf;
    int total =
        version == 6
            ? IPV6_HEADER + (memory.getShort(offset + 4) & 0xffff)
            : memory.getShort(offset + 2) & 0xffff;
    return read < IPV6_HEADER || total > read;
  }

  /**
   * Whether an IPv6 packet has the unspecified source address, which must not be forwarded (RFC
   * 4291 section 2.5.2): such come from the kernel itself, for example its group reports (RFC 3810)
   * on a device without link-local address.
   */
  private static boolean isFromNobody(ByteBuffer memory, int offset, long length) {
    return length >= IPV6_HEADER
        && (memory.get(offset) & 0xf0) == 0x60
        && memory.getLong(offset + 8) == 0
        && memory.getLong(offset + 16) == 0;
  }

  @Override
  public int write(PacketBatch batch, int first, int count) throws IOException {
    NativeBatches.require(batch, 0);
    int taken = 0;
    int refused = 0;
    synchronized (writeLock) {
      if (closed) {
        throw new ClosedChannelException();
      }
      for (int i = first; i < first + count; i++) {
        if (batch.isDropped(i)) {
          continue;
        }
        if (writeOne(batch.address() + batch.offset(i), batch.length(i))) {
          taken++;
        } else {
          refused++;
        }
      }
      refusedWrites = refusedWrites + refused;
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

  /** Packets the kernel did not take. */
  long refusedWrites() {
    return refusedWrites;
  }

  /** Packets that were larger than the slot they were read into, and dropped. */
  long truncatedReads() {
    return truncatedReads;
  }

  @Override
  public void close() {
    synchronized (readLock) {
      synchronized (writeLock) {
        if (closed) {
          return;
        }
        closed = true;
      }
    }
    whenClosed.accept(this);
    synchronized (readLock) {
      synchronized (writeLock) {
        LibC.close(fd);
      }
    }
  }
}
