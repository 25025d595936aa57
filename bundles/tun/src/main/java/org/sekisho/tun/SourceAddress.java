package org.sekisho.tun;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/** Asks the kernel's routing table which address it would send from. */
final class SourceAddress {

  private static final int DISCARD_PORT = 9;

  private SourceAddress() {}

  /**
   * The address, by connecting a UDP socket, which sends nothing.
   *
   * @return null when there is no route
   */
  static InetAddress towards(InetAddress remote) {
    StandardProtocolFamily family =
        remote instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(new InetSocketAddress(remote, DISCARD_PORT));
      InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
      return local.isAnyLocalAddress() ? null : local;
    } catch (IOException | UnsupportedOperationException e) {
      // no route, or no such address family on this box: the kernel's way to say "nowhere"
      return null;
    }
  }
}
