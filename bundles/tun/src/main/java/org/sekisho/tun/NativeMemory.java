package org.sekisho.tun;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Direct memory for structures of the kernel, in the processor's byte order, with its address. The
 * memory lives as long as this object: keep it in a field while native code may use it.
 */
final class NativeMemory {

  private final ByteBuffer buffer;
  private final long address;

  /**
   * Allocates zeroed memory.
   *
   * @param size octets
   */
  NativeMemory(int size) {
    buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = addressOf(buffer);
  }

  /** A NUL-terminated string. */
  static NativeMemory string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    NativeMemory memory = new NativeMemory(bytes.length + 1);
    memory.buffer.put(0, bytes);
    return memory;
  }

  /** Native address of a direct buffer's first octet. */
  static long addressOf(ByteBuffer direct) {
    return ForeignMemory.isAvailable()
        ? ForeignMemory.addressOf(direct.duplicate().clear())
        : Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  /** The memory in native byte order; use absolute access. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Address of the octet at an offset. */
  long address(int offset) {
    return address + offset;
  }

  /** Address of the first octet. */
  long address() {
    return address;
  }
}
