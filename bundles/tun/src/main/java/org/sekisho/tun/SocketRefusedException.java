package org.sekisho.tun;

import java.io.IOException;

/** The kernel did not let us open a socket; the message is a sentence for the administrator. */
final class SocketRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;

  SocketRefusedException(Family family, String what, int errno) {
    super(sentence(family, what, errno));
    this.errno = errno;
  }

  private static String sentence(Family family, String what, int errno) {
    return switch (errno) {
      case Errno.EADDRINUSE ->
          what
              + " ("
              + family.label()
              + ") is in use by another program; stop that program (for example strongSwan)";
      case Errno.EPERM, Errno.EACCES ->
          what
              + " ("
              + family.label()
              + ") needs the capabilities NET_ADMIN, NET_RAW and NET_BIND_SERVICE; run as root";
      default -> what + " (" + family.label() + ") cannot be opened: " + Errno.text(errno);
    };
  }

  /** Whether the box lacks the address family altogether. */
  boolean isFamilyMissing() {
    return errno == Errno.EAFNOSUPPORT || errno == Errno.EADDRNOTAVAIL;
  }
}
