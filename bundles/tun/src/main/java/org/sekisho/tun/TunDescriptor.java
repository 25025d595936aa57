package org.sekisho.tun;

import java.io.IOException;

/**
 * A descriptor of /dev/net/tun attached to a new device (kernel documentation, tuntap.rst). The
 * device is not persistent: it vanishes with the descriptor, so also with a killed process.
 */
final class TunDescriptor {

  private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x2 | 0x800 | 0x80000;
  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNGETIFF = 0x800454d2L;
  private static final int IFF_TUN = 0x1;
  private static final int IFF_PERSIST = 0x800;
  private static final int IFF_NO_PI = 0x1000;

  private TunDescriptor() {}

  /**
   * Creates a device. While the name is held by a program that is just being killed (a predecessor
   * of ours) the attempt is repeated.
   *
   * @param name interface name
   * @param patienceMillis how long to wait for the name
   * @return the descriptor
   * @throws IOException with a sentence for the administrator
   */
  static int create(String name, int patienceMillis) throws IOException {
    int fd = LibC.open(NativeMemory.string("/dev/net/tun").address(), O_RDWR_NONBLOCK_CLOEXEC);
    if (fd < 0) {
      throw new IOException(openFailure(Errno.last()));
    }
    try {
      attach(fd, name, System.nanoTime() + patienceMillis * 1_000_000L);
      return fd;
    } catch (IOException | RuntimeException e) {
      LibC.close(fd);
      throw e;
    }
  }

  private static String openFailure(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV ->
          "/dev/net/tun does not exist; load the kernel module (modprobe tun)";
      case Errno.EPERM, Errno.EACCES ->
          "/dev/net/tun is not accessible; run as root or give the process NET_ADMIN";
      default -> "/dev/net/tun cannot be opened: " + Errno.text(errno);
    };
  }

  private static void attach(int fd, String name, long deadline) throws IOException {
    NativeMemory request = new NativeMemory(InterfaceRequests.IFREQ);
    InterfaceRequests.name(request, name);
    request.buffer().putShort(InterfaceRequests.VALUE, (short) (IFF_TUN | IFF_NO_PI));
    while (LibC.ioctl(fd, TUNSETIFF, request.address()) != 0) {
      int errno = Errno.last();
      if (errno != Errno.EBUSY || System.nanoTime() > deadline) {
        throw new IOException(attachFailure(name, errno));
      }
      pause();
    }
    if (LibC.ioctl(fd, TUNGETIFF, request.address()) != 0) {
      throw Errno.exception(name + ": cannot read the device's flags");
    }
    if ((request.buffer().getShort(InterfaceRequests.VALUE) & IFF_PERSIST) != 0) {
      throw new IOException(
          name + " exists already as a persistent device; remove it (ip link delete " + name + ")");
    }
  }

  private static String attachFailure(String name, int errno) {
    return switch (errno) {
      case Errno.EBUSY ->
          name + " is held by another program; stop that program (a second router on this box?)";
      case Errno.EINVAL ->
          name
              + " exists already and is no TUN device; rename or remove it (ip link delete "
              + name
              + ")";
      case Errno.EPERM -> name + " cannot be created; run as root or give the process NET_ADMIN";
      default -> name + " cannot be created: " + Errno.text(errno);
    };
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a device was being created", e);
    }
  }
}
