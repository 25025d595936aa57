package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.message.DeletePayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.SpiCodec;
import org.sekisho.ike.message.Transform;
import org.sekisho.ike.message.TsPayload;

/**
 * Asks a peer that refused our first CHILD SA what it would choose: one CREATE_CHILD_SA (RFC 7296
 * section 1.3.1) that offers every algorithm of the registry and any traffic. What the peer makes
 * of it carries nothing and is deleted at once. The failure is told when the answer is here.
 */
final class ChildProbe extends Exchange {

  private static final List<TrafficSelector> ANYTHING =
      List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);
  private static final int[] AEAD = {20, 19, 18, 16, 15, 14};
  private static final int[] CIPHERS = {12, 13, 23};
  private static final int[] KEY_BITS = {256, 192, 128};
  private static final int[] INTEGRITIES = {14, 13, 12, 2, 5, 8, 1};

  private final ChildPolicy policy;
  private final Failure failure;
  private final int spi;

  private ChildProbe(ChildPolicy policy, Failure failure, int spi) {
    this.policy = policy;
    this.failure = failure;
    this.spi = spi;
  }

  /** Whether it asks about that policy's CHILD SA: until the answer is here none is tried again. */
  boolean isFor(ChildPolicy other) {
    return policy.equals(other);
  }

  /** Tells the failure of a CHILD SA, after asking where asking helps. */
  static void before(IkeSa sa, ChildPolicy policy, Failure failure) {
    boolean news = sa.gateway().children().isNews(policy, failure);
    boolean helps = failure.cause() == Cause.ESP_PROPOSAL || failure.cause() == Cause.SELECTORS;
    if (helps && sa.isUsable() && news) {
      sa.window().submit(new ChildProbe(policy, failure, sa.context().newEspSpi()));
    } else {
      sa.gateway().children().failed(sa, policy, failure);
    }
  }

  @Override
  int exchangeType() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    if (!sa.isUsable()) {
      sa.gateway().children().failed(sa, policy, failure);
      return Optional.empty();
    }
    List<Payload> payloads = new ArrayList<>();
    payloads.add(new SaPayload(everything()));
    payloads.add(new NoncePayload(sa.context().nonce()));
    payloads.add(new TsPayload(Payload.TS_I, ANYTHING));
    payloads.add(new TsPayload(Payload.TS_R, ANYTHING));
    return Optional.of(payloads);
  }

  private List<Proposal> everything() {
    List<Transform> aead = new ArrayList<>();
    List<Transform> others = new ArrayList<>();
    for (int bits : KEY_BITS) {
      for (int id : AEAD) {
        aead.add(Transform.encryption(id, bits));
      }
      for (int id : CIPHERS) {
        others.add(Transform.encryption(id, bits));
      }
    }
    aead.add(Transform.of(Transform.ENCR, 28));
    others.add(Transform.of(Transform.ENCR, 3));
    others.add(Transform.of(Transform.ENCR, 2));
    for (int id : INTEGRITIES) {
      others.add(Transform.of(Transform.INTEG, id));
    }
    return List.of(proposal(1, aead), proposal(2, others));
  }

  private Proposal proposal(int number, List<Transform> transforms) {
    transforms.add(Transform.of(Transform.ESN, 0));
    transforms.add(Transform.of(Transform.ESN, 1));
    return new Proposal(number, ProtocolId.ESP, SpiCodec.octets(spi), transforms);
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    Optional<SaPayload> chosen = response.first(SaPayload.class);
    Gateway gateway = sa.gateway();
    Offer offer = new Offer(chosen.map(SaPayload::proposals).orElse(List.of()), true);
    gateway
        .failures()
        .diagnosis()
        .learn(k -> k.esp().isKnown() && !k.esp().choice() ? k : k.offersEsp(offer));
    if (chosen.isPresent() && sa.isUsable()) {
      sa.window().submit(new Undo());
    }
    gateway.children().failed(sa, policy, seen(response));
  }

  /** Selectors the peer has narrowed everything to are those it has. */
  private Failure seen(Payloads response) {
    if (!(failure.evidence() instanceof Evidence.Selectors e)) {
      return failure;
    }
    return failure.with(
        new Evidence.Selectors(
            ChildFailure.selectors(response, Payload.TS_I),
            ChildFailure.selectors(response, Payload.TS_R),
            e.oursHere(),
            e.oursThere()));
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.gateway().children().failed(sa, policy, failure);
  }

  @Override
  void abandoned(IkeSa sa) {
    sa.gateway().fail(failure);
  }

  /** Deletes what the peer has made. */
  private final class Undo extends Exchange {

    @Override
    int exchangeType() {
      return ExchangeType.INFORMATIONAL;
    }

    @Override
    Optional<List<Payload>> request(IkeSa sa) {
      return Optional.of(List.of(DeletePayload.esp(List.of(spi))));
    }

    @Override
    void response(IkeSa sa, Payloads response) {
      sa.context().output.debug("[IKE2] the probed CHILD SA is deleted");
    }

    @Override
    void malformed(IkeSa sa, String what) {
      sa.context().output.debug("[IKE2] the probed CHILD SA may be left at the peer: " + what);
    }
  }
}
