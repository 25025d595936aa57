package org.sekisho.tun;

import java.io.IOException;
import java.util.Arrays;

/**
 * Descriptors of /dev/net/tun attached to a new device, one for each of its queues (kernel
 * documentation, tuntap.rst). The device is not persistent: it vanishes with the descriptors, so
 * also with a killed process.
 *
 * @param fds the descriptors
 * @param offload what the kernel leaves to us on them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TunDescriptor(int[] fds, TunOffload offload) {

  private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x2 | 0x800 | 0x80000;
  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNGETIFF = 0x800454d2L;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final int IFF_TUN = 0x1;
  private static final int IFF_MULTI_QUEUE = 0x100;
  private static final int IFF_PERSIST = 0x800;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;

  /**
   * Creates a device. While the name is held by a program that is just being killed (a predecessor
   * of ours) the attempt is repeated.
   *
   * @param name interface name
   * @param patienceMillis how long to wait for the name
   * @param wanted the highest level to ask for; what the kernel refuses is tried a level lower
   * @param queues how many queues the device gets
   * @throws IOException with a sentence for the administrator
   */
  static TunDescriptor create(String name, int patienceMillis, TunOffload wanted, int queues)
      throws IOException {
    int header = wanted == TunOffload.NONE ? 0 : IFF_VNET_HDR;
    int[] fds = new int[queues];
    Arrays.fill(fds, -1);
    try {
      long deadline = System.nanoTime() + patienceMillis * 1_000_000L;
      for (int i = 0; i < queues; i++) {
        fds[i] = open();
        attach(fds[i], name, header | (queues > 1 ? IFF_MULTI_QUEUE : 0), deadline);
      }
      TunOffload offload = wanted;
      // of the device, not of the queue
      while (offload != TunOffload.NONE
          && LibC.ioctl(fds[0], TUNSETOFFLOAD, offload.flags()) != 0) {
        offload = offload.lower();
      }
      if (offload != TunOffload.NONE || wanted == TunOffload.NONE) {
        return new TunDescriptor(fds, offload);
      }
    } catch (IOException | RuntimeException e) {
      close(fds);
      throw e;
    }
    // The header was taken for nothing: without any offload the plain way is cheaper.
    close(fds);
    return create(name, patienceMillis, TunOffload.NONE, queues);
  }

  private static int open() throws IOException {
    int fd = LibC.open(NativeMemory.string("/dev/net/tun").address(), O_RDWR_NONBLOCK_CLOEXEC);
    if (fd < 0) {
      throw new IOException(openFailure(Errno.last()));
    }
    return fd;
  }

  /** Closes the descriptors, and with them the device. */
  void close() {
    close(fds);
  }

  private static void close(int[] fds) {
    for (int fd : fds) {
      if (fd >= 0) {
        LibC.close(fd);
      }
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

  private static void attach(int fd, String name, int flags, long deadline) throws IOException {
    NativeMemory request = new NativeMemory(InterfaceRequests.IFREQ);
    InterfaceRequests.name(request, name);
    request.buffer().putShort(InterfaceRequests.VALUE, (short) (IFF_TUN | IFF_NO_PI | flags));
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
