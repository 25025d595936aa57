package org.sekisho.ike.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.TsPayload;

/**
 * The policy a peer's traffic selectors are for, and what is left of them under it (RFC 7296
 * section 2.9); a peer that was given an inner address gets nothing else. A policy that is offered
 * all it asks for comes before one that would get a part, and a policy without a pair before one
 * that has one.
 *
 * @param policy the policy
 * @param local selectors of our side, narrowed
 * @param remote selectors of the peer's side, narrowed
 */
record PolicyMatch(ChildPolicy policy, List<TrafficSelector> local, List<TrafficSelector> remote) {

  private static final List<TrafficSelector> ANYTHING =
      List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);

  /** What the selector count of a payload can say. */
  private static final int MOST = 255;

  /**
   * Finds it.
   *
   * @param renewed the pair the peer renews: no other policy will do
   * @return empty when the selectors match nothing
   */
  static Optional<PolicyMatch> find(
      Gateway gateway, Optional<ChildSaState> renewed, Payloads request)
      throws MalformedMessageException {
    List<TrafficSelector> tsi = request.require(TsPayload.class, Payload.TS_I).selectors();
    List<TrafficSelector> tsr = request.require(TsPayload.class, Payload.TS_R).selectors();
    List<TrafficSelector> leased =
        gateway.modeConfiguration().leased().stream().map(a -> TrafficSelector.of(a, a)).toList();
    return gateway.config().children().stream()
        .filter(p -> renewed.isEmpty() || renewed.get().policy().tunnel() == p.tunnel())
        .filter(p -> !narrowed(p, leased, tsi, tsr).local.isEmpty())
        .min(
            Comparator.comparingInt(
                p ->
                    (covers(tsr, p.localSelectors()) && covers(tsi, p.remoteSelectors()) ? 0 : 2)
                        + (gateway.children().isUp(p) ? 1 : 0)))
        .map(p -> narrowed(p, leased, tsi, tsr));
  }

  private static PolicyMatch narrowed(
      ChildPolicy policy,
      List<TrafficSelector> leased,
      List<TrafficSelector> tsi,
      List<TrafficSelector> tsr) {
    List<TrafficSelector> remote =
        narrow(tsi, policy.remoteSelectors().isEmpty() ? leased : policy.remoteSelectors());
    List<TrafficSelector> local = narrow(tsr, policy.localSelectors());
    return new PolicyMatch(
        policy,
        SelectorNarrowing.commonFamilies(local, remote),
        SelectorNarrowing.commonFamilies(remote, local));
  }

  private static List<TrafficSelector> narrow(
      List<TrafficSelector> offer, List<TrafficSelector> policy) {
    return SelectorNarrowing.narrow(offer, policy.isEmpty() ? ANYTHING : policy).stream()
        .limit(MOST)
        .toList();
  }

  private static boolean covers(List<TrafficSelector> offer, List<TrafficSelector> policy) {
    return policy.isEmpty()
        ? offer.stream().anyMatch(ANYTHING::contains)
        : SelectorNarrowing.within(policy, offer);
  }
}
