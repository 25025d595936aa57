package org.sekisho.tun;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/** {@link LibC} bound by JNA direct mapping; the cause of a failure is JNA's last error. */
final class JnaLibC {

  static {
    if (Native.POINTER_SIZE != 8) {
      throw new UnsatisfiedLinkError("sekisho needs 64-bit Linux (x86-64 or aarch64)");
    }
    Native.register(JnaLibC.class, Platform.C_LIBRARY_NAME);
  }

  private JnaLibC() {}

  static native int socket(int domain, int type, int protocol);

  static native int bind(int fd, long address, int length);

  static native int getsockname(int fd, long address, long lengthAddress);

  static native int setsockopt(int fd, int level, int name, long value, int length);

  static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

  static native int sendmmsg(int fd, long messages, int count, int flags);

  static native int poll(long pollfds, long count, int timeoutMillis);

  static native int eventfd(int initial, int flags);

  static native int open(long path, int flags);

  static native int ioctl(int fd, long request, long argument);

  static native long read(int fd, long buffer, long count);

  static native long write(int fd, long buffer, long count);

  static native long writev(int fd, long parts, int count);

  static native int close(int fd);
}
