package org.sekisho.api.ike;

import java.net.InetAddress;
import java.util.List;

/**
 * Told about the life of gateways; registered as a service by those who listen. Called on the
 * engine's thread in the order of events; implementations return quickly.
 */
public interface IkeListener {

  /** The first CHILD SA of a gateway is installed: packets can pass. */
  void childUp(int gateway, int tunnel);

  /**
   * The last CHILD SA of a gateway is gone.
   *
   * @param reason one sentence
   */
  void childDown(int gateway, int tunnel, String reason);

  /**
   * An attempt to set SAs up failed.
   *
   * @param reason one sentence that names the cause
   */
  void failed(int gateway, String reason);

  /**
   * The peer assigned inner addresses (RFC 7296 section 2.19): they belong on the tunnel's
   * interface until the next call for the tunnel.
   *
   * @param addresses all of them, empty when there are none any more
   * @param dnsServers name servers behind the tunnel
   */
  default void innerAddresses(
      int gateway, int tunnel, List<InetAddress> addresses, List<InetAddress> dnsServers) {}
}
