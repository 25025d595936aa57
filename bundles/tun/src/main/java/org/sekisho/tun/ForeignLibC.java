package org.sekisho.tun;

import java.lang.invoke.MethodHandle;

/**
 * {@link LibC} bound by java.lang.foreign. The handles are constants, which the compiler turns into
 * plain calls; {@code invokeExact} takes its types from the casts here.
 */
final class ForeignLibC {

  private static final MethodHandle SOCKET =
      ForeignMemory.bind("socket", int.class, int.class, int.class, int.class);
  private static final MethodHandle BIND =
      ForeignMemory.bind("bind", int.class, int.class, long.class, int.class);
  private static final MethodHandle GETSOCKNAME =
      ForeignMemory.bind("getsockname", int.class, int.class, long.class, long.class);
  private static final MethodHandle SETSOCKOPT =
      ForeignMemory.bind(
          "setsockopt", int.class, int.class, int.class, int.class, long.class, int.class);
  private static final MethodHandle RECVMMSG =
      ForeignMemory.bind(
          "recvmmsg", int.class, int.class, long.class, int.class, int.class, long.class);
  private static final MethodHandle SENDMMSG =
      ForeignMemory.bind("sendmmsg", int.class, int.class, long.class, int.class, int.class);
  private static final MethodHandle POLL =
      ForeignMemory.bind("poll", int.class, long.class, long.class, int.class);
  private static final MethodHandle EVENTFD =
      ForeignMemory.bind("eventfd", int.class, int.class, int.class);
  private static final MethodHandle OPEN =
      ForeignMemory.bind("open", int.class, long.class, int.class);
  private static final MethodHandle IOCTL =
      ForeignMemory.bind("ioctl", int.class, int.class, long.class, long.class);
  private static final MethodHandle READ =
      ForeignMemory.bind("read", long.class, int.class, long.class, long.class);
  private static final MethodHandle WRITE =
      ForeignMemory.bind("write", long.class, int.class, long.class, long.class);
  private static final MethodHandle WRITEV =
      ForeignMemory.bind("writev", long.class, int.class, long.class, int.class);
  private static final MethodHandle CLOSE = ForeignMemory.bind("close", int.class, int.class);

  private ForeignLibC() {}

  static int socket(int domain, int type, int protocol) {
    try {
      return (int) SOCKET.invokeExact(domain, type, protocol);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int bind(int fd, long address, int length) {
    try {
      return (int) BIND.invokeExact(fd, address, length);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int getsockname(int fd, long address, long lengthAddress) {
    try {
      return (int) GETSOCKNAME.invokeExact(fd, address, lengthAddress);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int setsockopt(int fd, int level, int name, long value, int length) {
    try {
      return (int) SETSOCKOPT.invokeExact(fd, level, name, value, length);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int recvmmsg(int fd, long messages, int count, int flags, long timeout) {
    try {
      return (int) RECVMMSG.invokeExact(fd, messages, count, flags, timeout);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int sendmmsg(int fd, long messages, int count, int flags) {
    try {
      return (int) SENDMMSG.invokeExact(fd, messages, count, flags);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int poll(long pollfds, long count, int timeoutMillis) {
    try {
      return (int) POLL.invokeExact(pollfds, count, timeoutMillis);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int eventfd(int initial, int flags) {
    try {
      return (int) EVENTFD.invokeExact(initial, flags);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int open(long path, int flags) {
    try {
      return (int) OPEN.invokeExact(path, flags);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int ioctl(int fd, long request, long argument) {
    try {
      return (int) IOCTL.invokeExact(fd, request, argument);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static long read(int fd, long buffer, long count) {
    try {
      return (long) READ.invokeExact(fd, buffer, count);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static long write(int fd, long buffer, long count) {
    try {
      return (long) WRITE.invokeExact(fd, buffer, count);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static long writev(int fd, long parts, int count) {
    try {
      return (long) WRITEV.invokeExact(fd, parts, count);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }

  static int close(int fd) {
    try {
      return (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw ForeignMemory.unexpected(e);
    }
  }
}
