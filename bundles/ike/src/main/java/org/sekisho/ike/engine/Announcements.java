package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.crypto.SignatureHashes;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
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
    List<Payload> own = new ArrayList<>();
    if (config.fragmentation().enabled()) {
      own.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
    }
    if (!config.additionalKeyExchange().methods().isEmpty()) {
      own.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    if (config.usablePpk().isPresent()) {
      own.add(NotifyPayload.of(NotifyType.USE_PPK));
    }
    own.addAll(signatureHashes(List.of(config)));
    return own;
  }

  /**
   * What is agreed on anew when an IKE SA is resumed: nothing about signatures and post-quantum
   * pre-shared keys, which took their part when it was made (RFC 5723 section 5).
   *
   * @param all what would be said in IKE_SA_INIT
   */
  static List<Payload> resuming(List<Payload> all) {
    return all.stream()
        .filter(
            p ->
                p instanceof NotifyPayload n
                    && n.notifyType() != NotifyType.SIGNATURE_HASH_ALGORITHMS
                    && n.notifyType() != NotifyType.USE_PPK)
        .toList();
  }

  /**
   * For a response, before the peer has named itself.
   *
   * @param candidates configurations of the gateways it may be
   * @param request what it sent
   */
  static List<Payload> response(List<GatewayConfig> candidates, Payloads request) {
    List<Payload> own = new ArrayList<>();
    if (request.notify(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED).isPresent()
        && candidates.stream().anyMatch(c -> c.fragmentation().enabled())) {
      own.add(NotifyPayload.of(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED));
    }
    if (request.notify(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED).isPresent()
        && candidates.stream().anyMatch(c -> !c.additionalKeyExchange().methods().isEmpty())) {
      own.add(NotifyPayload.of(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED));
    }
    if (request.notify(NotifyType.USE_PPK).isPresent()
        && candidates.stream().anyMatch(c -> c.usablePpk().isPresent())) {
      own.add(NotifyPayload.of(NotifyType.USE_PPK));
    }
    own.add(NotifyPayload.of(NotifyType.CHILDLESS_IKEV2_SUPPORTED));
    if (request.notify(NotifyType.SIGNATURE_HASH_ALGORITHMS).isPresent()) {
      own.addAll(signatureHashes(candidates));
    }
    return own;
  }

  /**
   * What the peer announced and we did too.
   *
   * @param own our notifications
   * @param peers the peer's message
   */
  static PeerSupport agreed(List<Payload> own, Payloads peers) {
    PeerSupport support = PeerSupport.NONE.and(peers);
    boolean fragments =
        new Payloads(own).notify(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED).isPresent();
    return fragments ? support : support.without(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED);
  }

  /** RFC 7427 section 4, where a signature may follow. */
  private static List<Payload> signatureHashes(List<GatewayConfig> configs) {
    return configs.stream().anyMatch(c -> c.authentication().usesSignatures())
        ? List.of(
            NotifyPayload.of(NotifyType.SIGNATURE_HASH_ALGORITHMS, SignatureHashes.announcement()))
        : List.of();
  }
}
