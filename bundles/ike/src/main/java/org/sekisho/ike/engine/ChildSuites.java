package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.SaPayload;

/**
 * What a gateway's CHILD SAs may be made of: all that is allowed, the strongest first, or a fixed
 * list in an order of its own (RFC 7296 section 2.7 leaves the order to each side).
 */
final class ChildSuites {

  private final Algorithms algorithms;
  private final List<EspSuite> fixed;

  /**
   * What a pair of that policy may be made of.
   *
   * @param config configuration of the policy's gateway
   * @param peer what the peer can do
   */
  ChildSuites(EngineContext context, GatewayConfig config, ChildPolicy policy, PeerSupport peer) {
    Algorithms allowed = Algorithms.esp(policy, config, context.crypto).forPeer(peer);
    fixed =
        config.espProposals().suites().stream()
            .filter(s -> context.crypto.supports(s.encryption(), s.keyBits()))
            .filter(s -> context.crypto.supports(s.integrity()))
            .toList();
    algorithms = fixed.isEmpty() ? allowed : only(fixed, allowed);
  }

  private static Algorithms only(List<EspSuite> suites, Algorithms allowed) {
    return new Algorithms(
        suites.stream().map(s -> new Cipher(s.encryption(), s.keyBits())).distinct().toList(),
        suites.stream()
            .map(EspSuite::integrity)
            .filter(i -> i != IntegrityAlgorithm.NONE)
            .distinct()
            .toList(),
        List.of(),
        allowed.groups(),
        allowed.additional());
  }

  /** Whether a key exchange of their own is possible as a line requires it. */
  boolean areUsable() {
    return algorithms.additional().isUsable();
  }

  List<KeyExchangeMethod> groups() {
    return algorithms.groups();
  }

  /**
   * An offer.
   *
   * @param withGroup whether it holds key exchange methods
   */
  SaPayload offer(int spi, boolean withGroup) {
    List<KeyExchangeMethod> groups = withGroup ? algorithms.groups() : List.of();
    return fixed.isEmpty()
        ? Proposals.offerEsp(algorithms, spi, groups)
        : Proposals.offerEsp(fixed, spi, groups, algorithms.additional());
  }

  /** Picks from the peer's offer; see {@link Proposals#chooseEsp}. */
  Optional<Proposals.Choice<EspSuite>> choose(
      SaPayload offer, boolean withGroup, Optional<KeyExchangeMethod> preferredGroup) {
    if (fixed.isEmpty()) {
      return Proposals.chooseEsp(offer, algorithms, withGroup, preferredGroup);
    }
    return fixed.stream()
        .map(s -> only(List.of(s), algorithms))
        .flatMap(one -> Proposals.chooseEsp(offer, one, withGroup, preferredGroup).stream())
        .findFirst();
  }

  /** Reads the answer to an offer; see {@link Proposals#answeredEsp}. */
  Optional<Proposals.Choice<EspSuite>> answered(
      SaPayload answer, SaPayload offer, Optional<KeyExchangeMethod> sent) {
    return Proposals.answeredEsp(answer, offer, algorithms, sent);
  }
}
