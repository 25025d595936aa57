package org.sekisho.tun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Requests on network interfaces by ioctl (netdevice(7)). A struct ifreq is 40 octets: name 0 to
 * 15, then at 16 what the request is about.
 */
final class InterfaceRequests implements AutoCloseable {

  /** Octets of struct ifreq. */
  static final int IFREQ = 40;

  /** Where the request's value lies in struct ifreq. */
  static final int VALUE = 16;

  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final long SIOCGIFFLAGS = 0x8913;
  private static final long SIOCSIFFLAGS = 0x8914;
  private static final long SIOCSIFMTU = 0x8922;
  private static final long SIOCSIFTXQLEN = 0x8943;
  private static final short IFF_UP = 0x1;

  private final int fd;
  private final NativeMemory request = new NativeMemory(IFREQ);

  InterfaceRequests() throws IOException {
    fd = LibC.socket(Family.IPV4.domain(), SOCK_DGRAM_CLOEXEC, 0);
    if (fd < 0) {
      throw Errno.exception("control socket");
    }
  }

  /** Puts an interface name into a struct ifreq whose value is zero. */
  static void name(NativeMemory request, String name) {
    byte[] field = new byte[IFREQ];
    byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
    if (octets.length > VALUE - 1) {
      throw new IllegalArgumentException("interface name " + name + " is longer than 15 letters");
    }
    System.arraycopy(octets, 0, field, 0, octets.length);
    request.buffer().put(0, field);
  }

  /** Sets the MTU in octets. */
  void mtu(String name, int mtu) throws IOException {
    name(request, name);
    request.buffer().putInt(VALUE, mtu);
    call(SIOCSIFMTU, name + ": MTU " + mtu + " is refused");
  }

  /** Sets how many packets wait in the device at most. */
  void queueLength(String name, int packets) throws IOException {
    name(request, name);
    request.buffer().putInt(VALUE, packets);
    call(SIOCSIFTXQLEN, name + ": a queue of " + packets + " packets is refused");
  }

  /** Brings an interface up. */
  void up(String name) throws IOException {
    name(request, name);
    call(SIOCGIFFLAGS, name + ": cannot read the flags");
    short flags = request.buffer().getShort(VALUE);
    request.buffer().putShort(VALUE, (short) (flags | IFF_UP));
    call(SIOCSIFFLAGS, name + ": cannot bring the device up");
  }

  private void call(long number, String failure) throws IOException {
    if (LibC.ioctl(fd, number, request.address()) != 0) {
      throw Errno.exception(failure);
    }
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
