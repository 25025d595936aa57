package org.sekisho.tun;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;

/**
 * One open TUN device. Reading and writing each hold a lock for the length of a batch, so that
 * {@link #close} never closes a descriptor in use.
 */
final class KernelTunDevice implements TunDevice {

  private final int tunnel;
  private final String name;
  private final int fd;
  private final TunOffload offload;
  private final Consumer<KernelTunDevice> whenClosed;
  private final Object readLock = new Object();
  private final Object writeLock = new Object();
  private volatile boolean closed;
  private volatile boolean gone;
  private final TunReader reader;
  private TunWriter writer;

  /**
   * Takes an open descriptor over.
   *
   * @param offload what the descriptor was opened with
   * @param buffers of the reading thread
   * @param whenClosed called once by {@link #close} before the descriptor is closed
   */
  KernelTunDevice(
      int tunnel,
      String name,
      int fd,
      TunOffload offload,
      SuperPackets buffers,
      Consumer<KernelTunDevice> whenClosed) {
    this.tunnel = tunnel;
    this.name = name;
    this.fd = fd;
    this.offload = offload;
    reader = offload == TunOffload.NONE ? new PlainReader(fd) : new OffloadReader(fd, buffers);
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

  /** Whether a read would give packets though the kernel has none. */
  boolean hasPending() {
    return !closed && reader.hasPending();
  }

  /**
   * Reads what the kernel routed into the device until nothing is left or the batch is full.
   *
   * @return how many packets
   */
  int read(PacketBatch batch, int headroom) throws IOException {
    synchronized (readLock) {
      if (!closed && !gone) {
        int errno = reader.read(batch, headroom);
        if (errno != 0) {
          noticeRead(errno);
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

  @Override
  public int write(PacketBatch batch, int first, int count) throws IOException {
    NativeBatches.require(batch, 0);
    synchronized (writeLock) {
      if (closed) {
        throw new ClosedChannelException();
      }
      return writer().write(batch, first, count);
    }
  }

  /** Made when it is needed first: most devices of a box with a thousand tunnels are idle. */
  private TunWriter writer() {
    if (writer == null) {
      writer =
          offload == TunOffload.NONE
              ? new PlainWriter(fd)
              : new CoalescingWriter((parts, count) -> LibC.writev(fd, parts, count), offload);
    }
    return writer;
  }

  /** What the kernel leaves to us on this device. */
  TunOffload offload() {
    return offload;
  }

  /** Packets the kernel did not take. */
  long refusedWrites() {
    synchronized (writeLock) {
      return writer == null ? 0 : writer.refused();
    }
  }

  /** Packets that were larger than the slot they were read into, and dropped. */
  long truncatedReads() {
    return reader.truncated();
  }

  @Override
  public void close() {
    synchronized (readLock) {
      synchronized (writeLock) {
        if (closed) {
          return;
        }
        closed = true;
        reader.discard();
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
