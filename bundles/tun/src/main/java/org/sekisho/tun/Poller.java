package org.sekisho.tun;

import java.nio.ByteBuffer;

/** An array of struct pollfd (poll(2)): descriptor 0, events 4, revents 6. One thread at a time. */
final class Poller {

  static final short IN = 0x1;
  static final short OUT = 0x4;

  private static final int ENTRY = 8;

  private final int count;
  private final NativeMemory memory;
  private final ByteBuffer buffer;

  Poller(int count) {
    this.count = count;
    memory = new NativeMemory(count * ENTRY);
    buffer = memory.buffer();
  }

  /** Sets entry {@code i}; a negative descriptor is ignored by the kernel. */
  void set(int i, int fd, short events) {
    buffer.putInt(i * ENTRY, fd);
    buffer.putShort(i * ENTRY + 4, events);
    buffer.putShort(i * ENTRY + 6, (short) 0);
  }

  /**
   * Waits for events.
   *
   * @param timeoutMillis longest wait; 0 does not wait
   * @return how many entries have events; 0 on timeout or a signal
   */
  int poll(int timeoutMillis) {
    return Math.max(0, LibC.poll(memory.address(), count, timeoutMillis));
  }

  /** Whether entry {@code i} had any event at the last {@link #poll}, errors included. */
  boolean ready(int i) {
    return buffer.getShort(i * ENTRY + 6) != 0;
  }

  /** Forgets the event of entry {@code i}. */
  void clear(int i) {
    buffer.putShort(i * ENTRY + 6, (short) 0);
  }
}
