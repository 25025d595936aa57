package org.sekisho.tun;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;

/**
 * One open TUN device with one or more queues. Reading a queue and writing each hold a lock for the
 * length of a batch, so that {@link #close} never closes a descriptor in use.
 *
 * <p>The kernel hands the packets of a flow to the queue through which packets of that flow were
 * last written (tun_flow_update): so each flow is written through a queue of its own choice, and
 * always the same, or its packets in the other direction would change queues and overtake each
 * other.
 */
final class KernelTunDevice implements TunDevice {

  private final int tunnel;
  private final String name;
  private final int[] fds;
  private final TunOffload offload;
  private final Consumer<KernelTunDevice> whenClosed;
  private final Object[] readLocks;
  private final Object writeLock = new Object();
  private volatile boolean closed;
  private volatile boolean gone;
  private final TunReader[] readers;
  private TunWriter writer;

  /**
   * Takes open descriptors over.
   *
   * @param descriptor one descriptor for each queue, and what they were opened with
   * @param buffers of the reading thread of each queue
   * @param whenClosed called once by {@link #close} before the descriptors are closed
   */
  KernelTunDevice(
      int tunnel,
      String name,
      TunDescriptor descriptor,
      SuperPackets[] buffers,
      Consumer<KernelTunDevice> whenClosed) {
    this.tunnel = tunnel;
    this.name = name;
    this.whenClosed = whenClosed;
    fds = descriptor.fds();
    offload = descriptor.offload();
    readers = new TunReader[fds.length];
    readLocks = new Object[fds.length];
    for (int i = 0; i < fds.length; i++) {
      readLocks[i] = new Object();
      readers[i] =
          offload == TunOffload.NONE
              ? new PlainReader(fds[i])
              : new OffloadReader(fds[i], buffers[i]);
    }
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

  /** The descriptor of a queue to poll, or -1 when there is nothing to wait for any more. */
  int pollable(int queue) {
    return closed || gone ? -1 : fds[queue];
  }

  /** Whether the interface was deleted by someone else. */
  boolean isGone() {
    return gone;
  }

  /** Whether a read of a queue would give packets though the kernel has none. */
  boolean hasPending(int queue) {
    return !closed && readers[queue].hasPending();
  }

  /**
   * Reads what the kernel put into a queue until nothing is left or the batch is full.
   *
   * @return how many packets
   */
  int read(int queue, PacketBatch batch, int headroom) throws IOException {
    synchronized (readLocks[queue]) {
      if (!closed && !gone) {
        int errno = readers[queue].read(batch, headroom);
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
              ? new PlainWriter(fds[0])
              : new CoalescingWriter(this::writeParts, offload);
    }
    return writer;
  }

  private long writeParts(long parts, int count, long flow) {
    int spread = (int) (flow >>> 32 ^ flow);
    return LibC.writev(fds[Math.floorMod(spread, fds.length)], parts, count);
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
    return Arrays.stream(readers).mapToLong(TunReader::truncated).sum();
  }

  @Override
  public void close() {
    synchronized (writeLock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    for (int i = 0; i < fds.length; i++) {
      // whoever reads or writes from now on sees that it is closed
      synchronized (readLocks[i]) {
        readers[i].discard();
      }
    }
    whenClosed.accept(this);
    for (int fd : fds) {
      LibC.close(fd);
    }
  }
}
