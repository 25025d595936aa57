package org.sekisho.tun;

import java.nio.ByteBuffer;

/**
 * An array of struct mmsghdr with a socket address and control data each, and the iovecs they point
 * to, all in one piece of memory (recvmmsg(2), sendmmsg(2)). An mmsghdr is 64 octets: name 0,
 * namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48, msg_len 56. One thread at a
 * time.
 */
final class MessageHeaders {

  private static final int HEADER = 64;
  private static final int VECTOR = 16;

  private final int count;
  private final int vectors;
  private final NativeMemory memory;
  private final ByteBuffer buffer;

  /**
   * Lays out the headers; message {@code i} has iovec {@code i} to begin with.
   *
   * @param count how many messages one call carries at most
   * @param vectors how many iovecs these have together at most, no fewer than messages
   */
  MessageHeaders(int count, int vectors) {
    this.count = count;
    this.vectors = vectors;
    memory =
        new NativeMemory(
            count * (HEADER + SocketAddresses.SPACE + ControlMessages.SPACE) + vectors * VECTOR);
    buffer = memory.buffer();
    for (int i = 0; i < count; i++) {
      int header = i * HEADER;
      buffer.putLong(header, memory.address(name(i)));
      buffer.putLong(header + 32, memory.address(control(i)));
      payload(i, i, 1);
    }
  }

  /** How many messages there are. */
  int count() {
    return count;
  }

  /** The memory of all parts. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Address of the header of message {@code i}, the array's start for 0. */
  long address(int i) {
    return memory.address(i * HEADER);
  }

  /** Where the socket address of message {@code i} lies. */
  int name(int i) {
    return count * HEADER + vectors * VECTOR + i * SocketAddresses.SPACE;
  }

  /** Where the control data of message {@code i} lies. */
  int control(int i) {
    return count * (HEADER + SocketAddresses.SPACE) + vectors * VECTOR + i * ControlMessages.SPACE;
  }

  /** How many iovecs there are. */
  int vectors() {
    return vectors;
  }

  /** Points iovec {@code i} to octets. */
  void vector(int i, long address, int length) {
    int at = at(i);
    buffer.putLong(at, address);
    buffer.putLong(at + 8, length);
  }

  /** Makes consecutive iovecs the payload of message {@code i}. */
  void payload(int i, int firstVector, int vectorCount) {
    int header = i * HEADER;
    buffer.putLong(header + 16, memory.address(at(firstVector)));
    buffer.putLong(header + 24, vectorCount);
  }

  /** Sets the lengths of socket address and control data, which the kernel overwrites. */
  void lengths(int i, int nameLength, int controlLength) {
    int header = i * HEADER;
    buffer.putInt(header + 8, nameLength);
    buffer.putLong(header + 40, controlLength);
    buffer.putInt(header + 48, 0);
  }

  /** Octets of the socket address. */
  int nameLength(int i) {
    return buffer.getInt(i * HEADER + 8);
  }

  /** Octets of control data. */
  int controlLength(int i) {
    return (int) buffer.getLong(i * HEADER + 40);
  }

  /** MSG_ flags of a received message. */
  int flags(int i) {
    return buffer.getInt(i * HEADER + 48);
  }

  /** Octets of a received message. */
  int messageLength(int i) {
    return buffer.getInt(i * HEADER + 56);
  }

  private int at(int vector) {
    return count * HEADER + vector * VECTOR;
  }
}
