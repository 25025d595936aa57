package org.sekisho.tun;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The C library's calls, bound by JNA direct mapping. Pointers are {@code long} addresses, which
 * spares a wrapper object per call; {@code long} also stands for size_t, ssize_t and unsigned long,
 * so only 64-bit Linux is served. All structures this bundle lays out (sockaddr, msghdr, mmsghdr,
 * cmsghdr, iovec, pollfd, ifreq) and all numbers it passes have the same layout and value on x86-64
 * and aarch64. {@code ioctl} and {@code open} are variadic in C; on both these Linux ABIs integer
 * arguments of variadic functions travel in the same registers as fixed ones.
 *
 * <p>Failures return -1 with the cause in {@link Errno#last()}.
 */
final class LibC {

  static {
    if (Native.POINTER_SIZE != 8) {
      throw new UnsatisfiedLinkError("sekisho needs 64-bit Linux (x86-64 or aarch64)");
    }
    Native.register(LibC.class, Platform.C_LIBRARY_NAME);
  }

  private LibC() {}

  /** socket(2). */
  static native int socket(int domain, int type, int protocol);

  /** bind(2). */
  static native int bind(int fd, long address, int length);

  /** getsockname(2). */
  static native int getsockname(int fd, long address, long lengthAddress);

  /** setsockopt(2). */
  static native int setsockopt(int fd, int level, int name, long value, int length);

  /** recvmmsg(2). */
  static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

  /** sendmmsg(2). */
  static native int sendmmsg(int fd, long messages, int count, int flags);

  /** poll(2). */
  static native int poll(long pollfds, long count, int timeoutMillis);

  /** eventfd(2). */
  static native int eventfd(int initial, int flags);

  /** open(2); the path is a NUL-terminated string. */
  static native int open(long path, int flags);

  /** ioctl(2). */
  static native int ioctl(int fd, long request, long argument);

  /** read(2). */
  static native long read(int fd, long buffer, long count);

  /** write(2). */
  static native long write(int fd, long buffer, long count);

  /** writev(2). */
  static native long writev(int fd, long parts, int count);

  /** close(2). */
  static native int close(int fd);
}
