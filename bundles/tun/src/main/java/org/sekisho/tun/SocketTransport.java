package org.sekisho.tun;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;

/** The open sockets of the router. */
final class SocketTransport implements WanTransport, AutoCloseable {

  private static final int IKE_PORT = 500;
  private static final int NAT_TRAVERSAL_PORT = 4500;

  private final OuterChannel udp500;
  private final OuterChannel udp4500;
  private final OuterChannel esp;
  private final OuterChannel unreachable;

  private SocketTransport(
      OuterChannel udp500, OuterChannel udp4500, OuterChannel esp, OuterChannel unreachable) {
    this.udp500 = udp500;
    this.udp4500 = udp4500;
    this.esp = esp;
    this.unreachable = unreachable;
  }

  /**
   * Opens UDP 500, UDP 4500, protocol 50 and ICMP, or nothing.
   *
   * @throws IOException with a sentence for the administrator
   */
  static SocketTransport open() throws IOException {
    return open(IKE_PORT, NAT_TRAVERSAL_PORT);
  }

  /** As {@link #open()} with other ports. */
  static SocketTransport open(int ikePort, int natTraversalPort) throws IOException {
    UdpOffload offload = UdpOffload.fromProperty();
    List<OuterChannel> opened = new ArrayList<>();
    try {
      // IKE alone is not worth the memory that trains need
      opened.add(udp(ikePort, UdpOffload.NONE));
      opened.add(udp(natTraversalPort, offload));
      opened.add(channel(OuterSocket::esp, OuterSocket::esp));
      opened.add(channel(OuterSocket::icmp, OuterSocket::icmp));
      return new SocketTransport(opened.get(0), opened.get(1), opened.get(2), opened.get(3));
    } catch (IOException | RuntimeException e) {
      opened.forEach(OuterChannel::close);
      throw e;
    }
  }

  /**
   * A UDP channel.
   *
   * @param port 0 for a free one, the same in both families
   * @param offload what to use of what the kernel has
   */
  static OuterChannel udp(int port, UdpOffload offload) throws IOException {
    int[] bound = {port};
    return channel(
        family -> {
          OuterSocket socket = OuterSocket.udp(family, port, offload);
          bound[0] = socket.localPort();
          return socket;
        },
        family -> OuterSocket.udp(family, bound[0], offload));
  }

  /** Opens one socket. */
  @FunctionalInterface
  interface Opener {
    /** The socket of a family. */
    OuterSocket open(Family family) throws IOException;
  }

  /** A channel over both families, or over IPv4 alone when the box has no IPv6. */
  static OuterChannel channel(Opener ipv4, Opener ipv6) throws IOException {
    List<OuterSocket> sockets = new ArrayList<>();
    try {
      sockets.add(ipv4.open(Family.IPV4));
      try {
        sockets.add(ipv6.open(Family.IPV6));
      } catch (SocketRefusedException e) {
        if (!e.isFamilyMissing()) {
          throw e;
        }
      }
      return new OuterChannel(sockets);
    } catch (IOException | RuntimeException e) {
      sockets.forEach(OuterSocket::close);
      throw e;
    }
  }

  @Override
  public PacketChannel udp500() {
    return udp500;
  }

  @Override
  public PacketChannel udp4500() {
    return udp4500;
  }

  @Override
  public PacketChannel esp() {
    return esp;
  }

  @Override
  public Optional<PacketChannel> unreachable() {
    return Optional.of(unreachable);
  }

  @Override
  public PacketBatch newBatch(int slots, int slotSize) {
    return NativeBatches.create(slots, slotSize);
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return SourceAddress.towards(remote);
  }

  /** Whether all channels serve IPv6. */
  boolean hasIpv6() {
    return udp500.hasIpv6() && udp4500.hasIpv6() && esp.hasIpv6();
  }

  @Override
  public void close() {
    udp500.close();
    udp4500.close();
    esp.close();
    unreachable.close();
  }
}
