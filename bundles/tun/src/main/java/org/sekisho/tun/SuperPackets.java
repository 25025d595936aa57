package org.sekisho.tun;

import java.util.ArrayDeque;

/**
 * Buffers for super-packets. All devices share them, so that a thousand idle tunnels do not hold 64
 * KB each: a device keeps one only while a part of its packet waits for the next batch. Used by the
 * one reading thread.
 */
final class SuperPackets {

  private final ArrayDeque<SuperPacket> free = new ArrayDeque<>();

  /** A buffer with nothing pending. */
  SuperPacket borrow() {
    SuperPacket one = free.poll();
    return one == null ? new SuperPacket() : one;
  }

  /** Takes a buffer back; what is pending in it is forgotten. */
  void giveBack(SuperPacket one) {
    one.discard();
    free.push(one);
  }
}
