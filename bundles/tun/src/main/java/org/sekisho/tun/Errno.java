package org.sekisho.tun;

import com.sun.jna.Native;
import java.io.IOException;

/** Error numbers of the kernel (asm-generic/errno.h, the same on x86-64 and aarch64). */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EBADFD = 77;
  static final int EMSGSIZE = 90;
  static final int EPROTONOSUPPORT = 93;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENETUNREACH = 101;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;

  private Errno() {}

  /** The error of the last native call of this thread that failed. */
  static int last() {
    return ForeignMemory.isAvailable() ? ForeignMemory.lastError() : Native.getLastError();
  }

  /** What an error number means, in words. */
  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "Operation not permitted";
      case ENOENT -> "No such file or directory";
      case EIO -> "Input/output error";
      case EAGAIN -> "Resource temporarily unavailable";
      case ENOMEM -> "Out of memory";
      case EACCES -> "Permission denied";
      case EBUSY -> "Device or resource busy";
      case ENODEV -> "No such device";
      case EINVAL -> "Invalid argument";
      case EMSGSIZE -> "Message too long";
      case EPROTONOSUPPORT -> "Protocol not supported";
      case EAFNOSUPPORT -> "Address family not supported by protocol";
      case EADDRINUSE -> "Address already in use";
      case EADDRNOTAVAIL -> "Address not available";
      case ENETDOWN -> "Network is down";
      case ENETUNREACH -> "Network is unreachable";
      case ENOBUFS -> "No buffer space available";
      case ECONNREFUSED -> "Connection refused";
      case EHOSTUNREACH -> "No route to host";
      default -> "Error " + errno;
    };
  }

  /**
   * Whether a receive error belongs to one earlier packet or one moment (an ICMP error, a device
   * that is down, memory pressure) rather than to the socket itself.
   */
  static boolean isTransient(int errno) {
    return switch (errno) {
      case EAGAIN,
          EINTR,
          ENOMEM,
          ENOBUFS,
          ENETDOWN,
          ENETUNREACH,
          EHOSTUNREACH,
          ECONNREFUSED,
          EMSGSIZE ->
          true;
      default -> false;
    };
  }

  /** An exception that says what failed and why, from the last error of this thread. */
  static IOException exception(String what) {
    return new IOException(what + ": " + text(last()));
  }
}
