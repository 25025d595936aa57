package org.sekisho.api.ike;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The IKEv2 service as keepalive, tunnels and the console use it. Any thread may call; commands are
 * queued to the engine's own thread, queries return a recent immutable view.
 */
public interface IkeService {

  /** State of each configured gateway, by number. */
  List<GatewayStatus> gateways();

  /** State of one gateway. */
  default Optional<GatewayStatus> gateway(int number) {
    return gateways().stream().filter(g -> g.gateway() == number).findFirst();
  }

  /** All IKE and CHILD security associations, by SA number. */
  List<SaStatus> securityAssociations();

  /**
   * What the service has counted since it started, in the order to show: a few English words and a
   * number. First what is there now, then what was dropped.
   */
  Map<String, Long> statistics();

  /** Starts an exchange with the gateway's peer when it has no SA ({@code connect tunnel}). */
  void initiate(int gateway);

  /** Deletes all SAs of the gateway at both ends and does not restart by itself. */
  void disconnect(int gateway);

  /**
   * Sends one liveness check (empty INFORMATIONAL request, RFC 7296 section 2.4) when none is
   * outstanding.
   */
  void probe(int gateway);

  /**
   * The keepalive found the peer dead: drops the gateway's SAs without asking the peer and starts
   * again when it should be up.
   *
   * @param reason for the log, for example {@code keepalive failed}
   */
  void peerDead(int gateway, String reason);

  /** {@code ipsec refresh sa}: drops every SA silently and starts again. */
  void refresh();

  /**
   * {@code ipsec sa delete N}: deletes one SA at both ends.
   *
   * @return false when no SA has that number
   */
  boolean delete(int saNumber);

  /** {@code ipsec sa delete all}: deletes every SA at both ends. */
  void deleteAll();
}
