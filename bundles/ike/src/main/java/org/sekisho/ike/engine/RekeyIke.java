package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.SpiCodec;

/**
 * Renewal of an IKE SA (RFC 7296 sections 1.3.2, 2.18) with its collisions (2.8.2, 2.25.2). The
 * CHILD SAs go to the new SA, the old one stays until its life ends or the peer deletes it.
 */
final class RekeyIke extends Exchange {

  private static final int MAX_CONTINUATIONS = 3;
  private static final int FAILURES_BEFORE_NEW_SA = 3;

  /** How long the side that made a redundant SA may take to delete it. */
  private static final long REDUNDANT_MILLIS = 60_000;

  private final IkeSa old;
  private final KeyExchangeMethod group;
  private final int continuation;
  private final Algorithms algorithms;
  private IkeNumber number;
  private KeyExchange keyExchange;
  private SaPayload offer;
  private byte[] nonce;
  private long spi;
  private boolean sent;
  private boolean followingUp;
  private byte[] peerLowestNonce;

  RekeyIke(IkeSa old) {
    this(old, old.suite().keyExchange(), 0, null);
  }

  private RekeyIke(IkeSa old, KeyExchangeMethod group, int continuation, IkeNumber number) {
    this.old = old;
    this.algorithms =
        Algorithms.ike(old.gateway().config(), old.context().crypto).forPeer(old.peerSupport());
    this.group = algorithms.firstGroup(Optional.of(group));
    this.continuation = continuation;
    this.number = number;
  }

  @Override
  int exchangeType() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  boolean isExclusive() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    if (!sa.isUsable() || sa.renewal().own() != this) {
      discard();
      return Optional.empty();
    }
    EngineContext context = sa.context();
    if (number == null) {
      number = new IkeNumber(context, false);
    }
    spi = context.newIkeSpi();
    nonce = context.nonce();
    keyExchange = context.crypto.keyExchange(group, context.random);
    offer = Proposals.offerIkeRenewal(algorithms, sa.suite(), spi);
    sent = true;
    return Optional.of(
        List.of(
            offer, new NoncePayload(nonce), new KePayload(group.id(), keyExchange.publicValue())));
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      refused(error.get());
      return;
    }
    Optional<Proposals.Choice<IkeSuite>> choice =
        Proposals.answeredIke(response.require(SaPayload.class), offer, algorithms);
    KePayload ke = response.require(KePayload.class);
    byte[] nr = response.require(NoncePayload.class).data();
    if (choice.isEmpty()
        || choice.get().suite().keyExchange() != group
        || ke.group() != group.id()) {
      throw new MalformedMessageException("it chose what was not offered");
    }
    long peerSpi = spiOf(choice.get());
    IkeSuite suite = choice.get().suite();
    boolean lost =
        peerLowestNonce != null && Nonces.isLower(Nonces.lower(nonce, nr), peerLowestNonce);
    if (lost && !suite.additional().isEmpty()) {
      lostWithNothingMade();
      return;
    }
    byte[] shared;
    try {
      shared = keyExchange.sharedSecret(ke.data());
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
    keyExchange.close();
    SuccessorKeys keys = new SuccessorKeys(old, suite, true, spi, peerSpi, shared, nonce, nr);
    if (suite.additional().isEmpty()) {
      renewed(keys.successor(KeySchedule.NO_SECRETS), lost);
    } else {
      followingUp = true;
      FollowupKe.begin(sa, suite.additional(), response, new AfterFollowups(keys));
    }
  }

  /** The other renewal goes on; of this one there is nothing to delete (RFC 9370 2.2.4). */
  private void lostWithNothingMade() {
    discard();
    if (old.renewal().peers() != null) {
      old.succeededBy(old.renewal().peers());
    } else {
      old.renewal().failed(REDUNDANT_MILLIS);
    }
  }

  /** The new SA waits for additional key exchanges. */
  private final class AfterFollowups implements FollowupKe.Outcome {

    private final SuccessorKeys keys;

    AfterFollowups(SuccessorKeys keys) {
      this.keys = keys;
    }

    @Override
    public Exchange owner() {
      return RekeyIke.this;
    }

    @Override
    public void agreed(IkeSa sa, byte[] secrets) {
      renewed(keys.successor(secrets), false);
    }

    @Override
    public void failed(String reason) {
      keys.close();
      RekeyIke.this.failed(reason);
    }

    @Override
    public void abandoned(IkeSa sa) {
      keys.close();
      RekeyIke.this.abandoned(sa);
    }
  }

  private void renewed(IkeSa renewed, boolean lost) {
    IkeSa other = old.renewal().peers();
    renewed.established(old.gateway(), number);
    if (lost && other == null) {
      old.renewal().failed(REDUNDANT_MILLIS); // the peer's has additional key exchanges to come
      renewed.delete();
    } else if (lost) {
      old.succeededBy(other);
      renewed.delete();
    } else {
      old.succeededBy(renewed);
      if (other != null) {
        other.redundant(REDUNDANT_MILLIS);
      }
      if (old.gateway().config().renewal().deleteAtOnce()) {
        old.delete();
      }
    }
  }

  private void refused(NotifyPayload error) {
    if (old.renewal().peers() != null) {
      discard();
      old.succeededBy(old.renewal().peers());
      return;
    }
    byte[] data = error.data();
    if (error.notifyType() == NotifyType.INVALID_KE_PAYLOAD
        && data.length == 2
        && continuation < MAX_CONTINUATIONS) {
      int id = (data[0] & 0xff) << 8 | (data[1] & 0xff);
      Optional<KeyExchangeMethod> wanted =
          algorithms.groups().stream().filter(g -> g.id() == id && g != group).findFirst();
      if (wanted.isPresent()) {
        keyExchange.close();
        old.renewal().goOn(new RekeyIke(old, wanted.get(), continuation + 1, number));
        return;
      }
    }
    if (error.notifyType() == NotifyType.TEMPORARY_FAILURE) {
      discard();
      old.renewal().failed(5_000 + old.context().jitter(5_000));
    } else {
      failed("the peer answered " + NotifyType.name(error.notifyType()));
    }
  }

  private void failed(String reason) {
    discard();
    Gateway gateway = old.gateway();
    old.context()
        .output
        .log("[IKE2] " + gateway.config().label() + " IKE renewal failed, SA kept: " + reason);
    old.renewal().failed(old.renewal().pause().afterFailure());
    if (old.renewal().pause().failures() % FAILURES_BEFORE_NEW_SA == 0) {
      gateway.dial(); // the new IKE SA takes over before the old one ends
    }
  }

  private void discard() {
    if (keyExchange != null) {
      keyExchange.close();
    }
    if (number != null) {
      number.deleted();
      number = null;
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    failed("the peer's answer is malformed: " + what);
  }

  @Override
  void abandoned(IkeSa sa) {
    discard();
    old.renewal().failed(1_000); // for nothing when the SA has ended
  }

  /** Whether a renewal of ours has begun and is not decided. */
  static boolean isUnderWay(IkeSa sa) {
    return sa.renewal().own() != null && sa.renewal().own().sent;
  }

  /** Whether the additional key exchanges of a renewal of ours are under way. */
  static boolean isFollowingUp(IkeSa sa) {
    return sa.renewal().own() != null && sa.renewal().own().followingUp;
  }

  /** The peer's renewal has crossed this one. */
  void crossedBy(byte[] lowestNonce) {
    peerLowestNonce = lowestNonce;
  }

  static long spiOf(Proposals.Choice<IkeSuite> choice) throws MalformedMessageException {
    byte[] spi = choice.proposal().spi();
    if (spi.length != 8 || SpiCodec.toLong(spi) == 0) {
      throw new MalformedMessageException("IKE SPI is not usable");
    }
    return SpiCodec.toLong(spi);
  }
}
