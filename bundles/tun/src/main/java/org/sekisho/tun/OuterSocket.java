package org.sekisho.tun;

import static org.sekisho.tun.ControlMessages.IPPROTO_IP;
import static org.sekisho.tun.ControlMessages.IPPROTO_IPV6;

import java.io.IOException;

/**
 * One non-blocking socket towards the peers: UDP or protocol 50, of one address family, bound to
 * every address of the box (ip(7), ipv6(7), udp(7), raw(7)).
 */
final class OuterSocket implements AutoCloseable {

  /** Protocol number of ESP (RFC 4303). */
  static final int IPPROTO_ESP = 50;

  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SOL_RAW = 255;
  private static final int ICMP_FILTER = 1;
  private static final int ICMP6_FILTER = 1;
  private static final int ICMP6_FILTER_OCTETS = 32;
  private static final int ICMP_DEST_UNREACH = 3;
  private static final int ICMPV6_DEST_UNREACH = 1;

  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;

  private static final int IP_MTU_DISCOVER = 10;
  private static final int IP_RECVTOS = 13;
  private static final int IP_PMTUDISC_DONT = 0;
  private static final int IP_PMTUDISC_DO = 2;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_RECVTCLASS = 66;

  /** About 100 ms of 300 Mbit/s; the kernel books double for its own structures. */
  private static final int BUFFER_OCTETS = 4 << 20;

  private final int fd;
  private final Family family;
  private final boolean raw;
  private final NativeMemory option = new NativeMemory(SocketAddresses.SPACE + 8);
  private int localPort;
  private boolean dontFragment;
  private boolean sendsTrains;
  private boolean receivesTrains;

  private OuterSocket(int fd, Family family, boolean raw) {
    this.fd = fd;
    this.family = family;
    this.raw = raw;
  }

  /**
   * Opens a UDP socket.
   *
   * @param port 0 for a free one
   * @param offload what to use of what the kernel has
   * @throws SocketRefusedException when the kernel refuses
   */
  static OuterSocket udp(Family family, int port, UdpOffload offload) throws IOException {
    OuterSocket socket = open(family, SOCK_DGRAM, 0, port, "UDP port " + port);
    // a kernel before 4.18 or 5.0 refuses an option it does not know: then packets go one by one
    socket.sendsTrains = offload.segmentation() && socket.accepts(ControlMessages.UDP_SEGMENT, 0);
    socket.receivesTrains = offload.coalescing() && socket.accepts(ControlMessages.UDP_GRO, 1);
    return socket;
  }

  /**
   * Opens a raw socket for protocol 50.
   *
   * @throws SocketRefusedException when the kernel refuses
   */
  static OuterSocket esp(Family family) throws IOException {
    return open(family, SOCK_RAW, IPPROTO_ESP, 0, "protocol 50");
  }

  /**
   * Opens a raw socket that hears ICMP "destination unreachable" and nothing else (raw(7), RFC 3542
   * section 3.2).
   *
   * @throws SocketRefusedException when the kernel refuses
   */
  static OuterSocket icmp(Family family) throws IOException {
    int protocol = family == Family.IPV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
    OuterSocket socket = open(family, SOCK_RAW, protocol, 0, "ICMP");
    try {
      socket.hearUnreachable();
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A set bit keeps messages of that type away. */
  private void hearUnreachable() throws IOException {
    if (family == Family.IPV4) {
      set(SOL_RAW, ICMP_FILTER, ~(1 << ICMP_DEST_UNREACH), "ICMP_FILTER");
      return;
    }
    for (int word = 0; word < ICMP6_FILTER_OCTETS; word += 4) {
      option.buffer().putInt(word, ~(word == 0 ? 1 << ICMPV6_DEST_UNREACH : 0));
    }
    setPrepared(IPPROTO_ICMPV6, ICMP6_FILTER, ICMP6_FILTER_OCTETS, "ICMP6_FILTER");
  }

  private static OuterSocket open(
      Family family, int type, int protocol, int port, String description) throws IOException {
    int fd = LibC.socket(family.domain(), type | SOCK_NONBLOCK_CLOEXEC, protocol);
    if (fd < 0) {
      throw new SocketRefusedException(family, description, Errno.last());
    }
    OuterSocket socket = new OuterSocket(fd, family, type == SOCK_RAW);
    try {
      socket.configure();
      socket.bind(port, description);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void configure() throws IOException {
    if (family == Family.IPV4) {
      set(IPPROTO_IP, ControlMessages.IP_PKTINFO, 1, "IP_PKTINFO");
      set(IPPROTO_IP, IP_RECVTOS, 1, "IP_RECVTOS");
      set(IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT, "IP_MTU_DISCOVER");
    } else {
      if (!raw) { // a raw IPv6 socket sees IPv6 only, and refuses the option
        set(IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY");
      }
      set(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO");
      set(IPPROTO_IPV6, IPV6_RECVTCLASS, 1, "IPV6_RECVTCLASS");
    }
    bufferSize(SO_RCVBUFFORCE, SO_RCVBUF, "SO_RCVBUF");
    bufferSize(SO_SNDBUFFORCE, SO_SNDBUF, "SO_SNDBUF");
  }

  /** Without CAP_NET_ADMIN the kernel caps the buffer at net.core.rmem_max, which is still fine. */
  private void bufferSize(int forced, int capped, String name) throws IOException {
    option.buffer().putInt(0, BUFFER_OCTETS);
    if (LibC.setsockopt(fd, SOL_SOCKET, forced, option.address(), 4) != 0) {
      set(SOL_SOCKET, capped, BUFFER_OCTETS, name);
    }
  }

  private void bind(int port, String description) throws IOException {
    SocketAddresses.writeAny(option.buffer(), 8, family, raw ? 0 : port);
    if (LibC.bind(fd, option.address(8), family.addressLength()) != 0) {
      throw new SocketRefusedException(family, description, Errno.last());
    }
    option.buffer().putInt(0, SocketAddresses.SPACE);
    if (LibC.getsockname(fd, option.address(8), option.address(0)) != 0) {
      throw Errno.exception("getsockname of " + description);
    }
    localPort = raw ? 0 : SocketAddresses.port(option.buffer(), 8);
  }

  /**
   * Chooses whether packets leave with DF. Set: IP_PMTUDISC_DO, so that an ICMP "fragmentation
   * needed" from the path is learnt by the kernel and a packet over the learnt size is refused with
   * EMSGSIZE instead of vanishing at a router (IP_PMTUDISC_PROBE would go on sending into that
   * hole); {@link SendPath} then sends it without DF. Clear: IP_PMTUDISC_DONT, the kernel
   * fragments. IPv6 has no such bit: the kernel fragments at the source. Under the sender's lock.
   */
  void dontFragment(boolean value) throws IOException {
    if (value != dontFragment && family == Family.IPV4) {
      set(
          IPPROTO_IP,
          IP_MTU_DISCOVER,
          value ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT,
          "IP_MTU_DISCOVER");
      dontFragment = value;
    }
  }

  private boolean accepts(int udpOption, int value) {
    option.buffer().putInt(0, value);
    return LibC.setsockopt(fd, ControlMessages.SOL_UDP, udpOption, option.address(), 4) == 0;
  }

  /** Whether runs of packets may leave as one message with UDP_SEGMENT. Under the sender's lock. */
  boolean sendsTrains() {
    return sendsTrains;
  }

  /** The kernel refused UDP_SEGMENT: not again on this socket. Under the sender's lock. */
  void stopSendingTrains() {
    sendsTrains = false;
  }

  /** Whether messages may be trains of packets, with UDP_GRO in their control data. */
  boolean receivesTrains() {
    return receivesTrains;
  }

  private void set(int level, int name, int value, String description) throws IOException {
    option.buffer().putInt(0, value);
    setPrepared(level, name, 4, description);
  }

  private void setPrepared(int level, int name, int octets, String description) throws IOException {
    if (LibC.setsockopt(fd, level, name, option.address(), octets) != 0) {
      throw Errno.exception("setsockopt " + description + " on an " + family.label() + " socket");
    }
  }

  /** The descriptor. */
  int fd() {
    return fd;
  }

  /** The address family. */
  Family family() {
    return family;
  }

  /** Whether IPv4 packets arrive with their IP header (raw(7)). */
  boolean deliversIpHeader() {
    return raw && family == Family.IPV4;
  }

  /** Whether addresses carry ports. */
  boolean hasPorts() {
    return !raw;
  }

  /** The bound port, 0 for protocol 50. */
  int localPort() {
    return localPort;
  }

  @Override
  public void close() {
    LibC.close(fd);
  }
}
