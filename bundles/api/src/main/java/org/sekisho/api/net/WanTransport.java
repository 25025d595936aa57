package org.sekisho.api.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The router's sockets towards its peers, registered as a service and open while it is registered.
 * They outlive the bundles that use them.
 */
public interface WanTransport {

  /** UDP port 500: IKE. */
  PacketChannel udp500();

  /**
   * UDP port 4500: ESP (first 32 bits not zero), IKE behind a non-ESP marker, and NAT keepalives of
   * one octet FF (RFC 3948). Markers are left in place.
   */
  PacketChannel udp4500();

  /** Protocol 50: ESP without encapsulation. */
  PacketChannel esp();

  /**
   * ICMP and ICMPv6 "destination unreachable" (RFC 792, RFC 4443), each from its type on: what this
   * box sent and somebody on the way could not deliver. They are not authenticated. Empty where
   * nobody listens for them.
   */
  default Optional<PacketChannel> unreachable() {
    return Optional.empty();
  }

  /**
   * A batch whose memory these channels and {@link TunDevices} can use, with a slot for each
   * packet; to receive, see {@link PacketChannel#newReceiveBatch}.
   */
  PacketBatch newBatch(int slots, int slotSize);

  /**
   * The local address the kernel would send from towards an address (connected UDP socket, no
   * packet is sent).
   *
   * @return null when there is no route
   */
  InetAddress sourceAddressFor(InetAddress remote);
}
