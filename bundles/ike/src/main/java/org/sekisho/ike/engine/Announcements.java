package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * The status notifications by which we say in IKE_SA_INIT what we can do beyond RFC 7296; the
 * peer's are in {@link PeerSupport}.
 */
final class Announcements {

  private Announcements() {}

  /** For a request to this gateway. */
  static List<Payload> request(GatewayConfig config) {
    return new ArrayList<>();
  }

  /**
   * For a response, before the peer has named itself.
   *
   * @param candidates configurations of the gateways it may be
   * @param request what it sent
   */
  static List<Payload> response(List<GatewayConfig> candidates, Payloads request) {
    return new ArrayList<>();
  }
}
