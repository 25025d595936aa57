package org.sekisho.tun;

/**
 * The C library's calls: by java.lang.foreign where the virtual machine has it (Java 22), else by
 * JNA. Pointers are {@code long} addresses, which spares a wrapper object per call; {@code long}
 * also stands for size_t, ssize_t and unsigned long, so only 64-bit Linux is served. All structures
 * this bundle lays out (sockaddr, msghdr, mmsghdr, cmsghdr, iovec, pollfd, ifreq) and all numbers
 * it passes have the same layout and value on x86-64 and aarch64. {@code ioctl} and {@code open}
 * are variadic in C; on both these Linux ABIs integer arguments of variadic functions travel in the
 * same registers as fixed ones.
 *
 * <p>Failures return -1 with the cause in {@link Errno#last()}.
 */
final class LibC {

  /** A constant to the compiler: the other way is not even compiled. */
  private static final boolean FOREIGN = ForeignMemory.isAvailable();

  private LibC() {}

  /** socket(2). */
  static int socket(int domain, int type, int protocol) {
    return FOREIGN
        ? ForeignLibC.socket(domain, type, protocol)
        : JnaLibC.socket(domain, type, protocol);
  }

  /** bind(2). */
  static int bind(int fd, long address, int length) {
    return FOREIGN ? ForeignLibC.bind(fd, address, length) : JnaLibC.bind(fd, address, length);
  }

  /** getsockname(2). */
  static int getsockname(int fd, long address, long lengthAddress) {
    return FOREIGN
        ? ForeignLibC.getsockname(fd, address, lengthAddress)
        : JnaLibC.getsockname(fd, address, lengthAddress);
  }

  /** setsockopt(2). */
  static int setsockopt(int fd, int level, int name, long value, int length) {
    return FOREIGN
        ? ForeignLibC.setsockopt(fd, level, name, value, length)
        : JnaLibC.setsockopt(fd, level, name, value, length);
  }

  /** recvmmsg(2). */
  static int recvmmsg(int fd, long messages, int count, int flags, long timeout) {
    return FOREIGN
        ? ForeignLibC.recvmmsg(fd, messages, count, flags, timeout)
        : JnaLibC.recvmmsg(fd, messages, count, flags, timeout);
  }

  /** sendmmsg(2). */
  static int sendmmsg(int fd, long messages, int count, int flags) {
    return FOREIGN
        ? ForeignLibC.sendmmsg(fd, messages, count, flags)
        : JnaLibC.sendmmsg(fd, messages, count, flags);
  }

  /** poll(2). */
  static int poll(long pollfds, long count, int timeoutMillis) {
    return FOREIGN
        ? ForeignLibC.poll(pollfds, count, timeoutMillis)
        : JnaLibC.poll(pollfds, count, timeoutMillis);
  }

  /** eventfd(2). */
  static int eventfd(int initial, int flags) {
    return FOREIGN ? ForeignLibC.eventfd(initial, flags) : JnaLibC.eventfd(initial, flags);
  }

  /** open(2); the path is a NUL-terminated string. */
  static int open(long path, int flags) {
    return FOREIGN ? ForeignLibC.open(path, flags) : JnaLibC.open(path, flags);
  }

  /** ioctl(2). */
  static int ioctl(int fd, long request, long argument) {
    return FOREIGN
        ? ForeignLibC.ioctl(fd, request, argument)
        : JnaLibC.ioctl(fd, request, argument);
  }

  /** read(2). */
  static long read(int fd, long buffer, long count) {
    return FOREIGN ? ForeignLibC.read(fd, buffer, count) : JnaLibC.read(fd, buffer, count);
  }

  /** write(2). */
  static long write(int fd, long buffer, long count) {
    return FOREIGN ? ForeignLibC.write(fd, buffer, count) : JnaLibC.write(fd, buffer, count);
  }

  /** writev(2). */
  static long writev(int fd, long parts, int count) {
    return FOREIGN ? ForeignLibC.writev(fd, parts, count) : JnaLibC.writev(fd, parts, count);
  }

  /** close(2). */
  static int close(int fd) {
    return FOREIGN ? ForeignLibC.close(fd) : JnaLibC.close(fd);
  }
}
