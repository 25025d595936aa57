package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;
import org.sekisho.ike.message.TsPayload;

/** What a refused CHILD SA means to the administrator (RFC 7296 sections 1.3.1, 1.3.3, 2.9). */
final class ChildFailure {

  private ChildFailure() {}

  /** The peer refused our proposal for a CHILD SA. */
  static Failure refused(int notifyType, Gateway gateway, ChildPolicy policy, Stage stage) {
    return switch (notifyType) {
      case NotifyType.NO_PROPOSAL_CHOSEN ->
          ours(
                  Cause.ESP_PROPOSAL,
                  stage,
                  Evidence.Algorithms.of(Offer.UNKNOWN, accepted(gateway, policy)),
                  "no common proposal for ESP: the peer refused all algorithms")
              .hint("check ipsec sa policy and ipsec ike pfs " + gateway.config().number());
      case NotifyType.TS_UNACCEPTABLE ->
          ours(
              Cause.SELECTORS,
              stage,
              new Evidence.Selectors(
                  List.of(), List.of(), policy.proposedLocal(), policy.proposedRemote()),
              policy.localSelectors().isEmpty() && policy.remoteSelectors().isEmpty()
                  ? "the peer refused the traffic selectors 0.0.0.0/0: make it a route-based"
                      + " connection"
                  : "the peer refused the traffic selectors");
      default ->
          ours(
              Cause.OTHER,
              stage,
              new Evidence.Notification(notifyType),
              "the peer refused the CHILD SA with " + NotifyType.name(notifyType));
    };
  }

  /**
   * The peer refused to renew a CHILD SA, whose algorithms it had accepted: what differs is the key
   * exchange.
   *
   * @param sent the group we sent, if any
   * @param refusedWithout whether the peer had refused to do without before
   */
  static Failure renewal(
      NotifyPayload error,
      ChildSaState old,
      Optional<KeyExchangeMethod> sent,
      boolean refusedWithout) {
    Gateway gateway = old.gateway();
    boolean wrongGroup =
        error.notifyType() == NotifyType.INVALID_KE_PAYLOAD && error.data().length == 2;
    if (!wrongGroup && error.notifyType() != NotifyType.NO_PROPOSAL_CHOSEN) {
      return refused(error.notifyType(), gateway, old.policy(), Stage.CHILD_RENEWAL)
          .of(old.policy().tunnel());
    }
    OptionalInt wanted =
        wrongGroup
            ? OptionalInt.of((error.data()[0] & 0xff) << 8 | (error.data()[1] & 0xff))
            : OptionalInt.empty();
    String sentence =
        wanted.isPresent()
            ? "the peer wants key exchange group " + wanted.getAsInt()
            : "the peer refused it "
                + (sent.isPresent() ? "with a key exchange of its own (PFS)" : "without PFS");
    return ours(
            Cause.KEY_EXCHANGE,
            Stage.CHILD_RENEWAL,
            new Evidence.Algorithms(
                Offer.UNKNOWN,
                accepted(gateway, old.policy()),
                wanted,
                sent.map(g -> OptionalInt.of(g.id())).orElse(OptionalInt.empty()),
                refusedWithout),
            sentence)
        .hint("check ipsec ike pfs " + gateway.config().number())
        .of(old.policy().tunnel());
  }

  /** The peer refused to renew without a key exchange, and we went on with one. */
  static Failure adapted(ChildSaState old) {
    return ours(
            Cause.KEY_EXCHANGE,
            Stage.CHILD_RENEWAL,
            Evidence.Algorithms.of(Offer.UNKNOWN, accepted(old.gateway(), old.policy())),
            "the peer refused it without PFS")
        .of(old.policy().tunnel());
  }

  private static Failure ours(Cause cause, Stage stage, Evidence evidence, String sentence) {
    return Failure.ours(cause, stage, evidence, sentence).trusted(Trust.AUTHENTICATED);
  }

  /** We refuse the peer's proposal. */
  static Failure nothingInCommon(
      Gateway gateway, ChildPolicy policy, SaPayload offer, boolean inIkeAuth) {
    return Failure.theirs(
            Cause.ESP_PROPOSAL,
            inIkeAuth ? Stage.CHILD : Stage.CHILD_RENEWAL,
            Trust.AUTHENTICATED,
            Evidence.Algorithms.of(offer(offer), accepted(gateway, policy)),
            "no common proposal for ESP")
        .hint("check ipsec sa policy and ipsec ike proposal-limitation")
        .of(policy.tunnel());
  }

  /** We refuse the peer's traffic selectors; those of the pair it renews, or any policy's. */
  static Failure otherSelectors(
      Gateway gateway, Optional<ChildSaState> renewed, Payloads request, boolean inIkeAuth) {
    GatewayConfig config = gateway.config();
    ChildPolicy policy = renewed.map(ChildSaState::policy).orElse(config.children().get(0));
    return Failure.theirs(
            Cause.SELECTORS,
            inIkeAuth ? Stage.CHILD : Stage.CHILD_RENEWAL,
            Trust.AUTHENTICATED,
            new Evidence.Selectors(
                selectors(request, Payload.TS_R),
                selectors(request, Payload.TS_I),
                policy.proposedLocal(),
                policy.proposedRemote()),
            "the peer's traffic selectors match nothing")
        .hint("check ipsec ike local id and remote id " + config.number())
        .of(policy.tunnel());
  }

  /** Selectors of a message, empty when there are none. */
  static List<TrafficSelector> selectors(Payloads message, int type) {
    return message.first(TsPayload.class, type).map(TsPayload::selectors).orElse(List.of());
  }

  /** What a peer proposed. */
  static Offer offer(SaPayload payload) {
    List<Proposal> proposals = payload.proposals();
    return new Offer(proposals, false);
  }

  private static List<Transform> accepted(Gateway gateway, ChildPolicy policy) {
    return Proposals.transforms(Algorithms.esp(policy, gateway.config(), gateway.context().crypto));
  }
}
