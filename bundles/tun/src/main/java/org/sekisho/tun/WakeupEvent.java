package org.sekisho.tun;

import java.io.IOException;

/** An eventfd(2) that makes a poll return. Any thread may signal. */
final class WakeupEvent implements AutoCloseable {

  private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

  private final int fd;
  private final NativeMemory one = new NativeMemory(8);
  private final NativeMemory drained = new NativeMemory(8);
  private boolean closed;

  WakeupEvent() throws IOException {
    fd = LibC.eventfd(0, EFD_NONBLOCK_CLOEXEC);
    if (fd < 0) {
      throw Errno.exception("eventfd");
    }
    one.buffer().putLong(0, 1);
  }

  /** The descriptor to poll. */
  int fd() {
    return fd;
  }

  /** Makes the poll return. A full counter (EAGAIN) is a signal already. */
  synchronized void signal() {
    if (!closed) {
      LibC.write(fd, one.address(), 8);
    }
  }

  /** Forgets all signals; the polling thread. */
  void drain() {
    LibC.read(fd, drained.address(), 8);
  }

  /** Whether {@link #close} was called. */
  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LibC.close(fd);
    }
  }
}
