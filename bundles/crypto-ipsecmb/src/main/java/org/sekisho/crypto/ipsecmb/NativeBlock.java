package org.sekisho.crypto.ipsecmb;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Zeroed native memory, aligned to a cache line as the library wants its keys, in the processor's
 * byte order. Not bound to the garbage collector: whoever makes a block closes it, and closing
 * zeroes it, so it may hold keys.
 */
final class NativeBlock implements AutoCloseable {

  private static final int ALIGNMENT = 64;

  private final long allocated;
  private final long address;
  private final int size;
  private final ByteBuffer buffer;
  private boolean closed;

  /**
   * Allocates.
   *
   * @param size octets
   */
  NativeBlock(int size) {
    this.size = size;
    allocated = Native.malloc(size + ALIGNMENT);
    if (allocated == 0) {
      throw new OutOfMemoryError("no " + size + " octets of native memory");
    }
    address = (allocated + ALIGNMENT - 1) & -ALIGNMENT;
    buffer = view(address, size);
    wipe();
  }

  /** Memory somebody else allocated, as a buffer in the processor's byte order. */
  static ByteBuffer view(long address, int size) {
    return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  /** Native address of a direct buffer's first octet. */
  static long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  /** Address of the first octet. */
  long address() {
    return address;
  }

  /** The memory; use absolute access, and not after {@link #close}. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Zeroes the memory. */
  void wipe() {
    new Pointer(address).clear(size);
  }

  /** Zeroes and frees the memory. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      wipe();
      Native.free(allocated);
    }
  }
}
