package org.sekisho.ike.engine;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sekisho.api.ike.SaStatus;

/**
 * When an SA is renewed, and what becomes of it otherwise. Times are seconds from now.
 *
 * @param numbers its SA numbers: one of an IKE SA, two of a CHILD SA pair
 * @param kind IKE SA or (either half of) a CHILD SA pair
 * @param state where it stands
 * @param gateway gateway number
 * @param tunnel tunnel bound to the gateway
 * @param age seconds since it was established
 * @param renewal when this router renews it, empty when it does not
 * @param peerRenewal when the peer would, going by what it did last; empty when it never did
 * @param end when this router deletes it if nobody renews it
 */
public record SaSchedule(
    List<Integer> numbers,
    SaStatus.Kind kind,
    SaStatus.State state,
    int gateway,
    OptionalInt tunnel,
    long age,
    OptionalLong renewal,
    OptionalLong peerRenewal,
    OptionalLong end) {

  /** Copies the list. */
  public SaSchedule {
    numbers = List.copyOf(numbers);
  }

  static SaSchedule of(IkeSa sa) {
    return make(
        sa.gateway(),
        List.of(sa.number()),
        SaStatus.Kind.IKE,
        SaStatuses.shown(sa.state()),
        sa.life().since(),
        sa.life().renewsAt(),
        sa.gateway().peerRenewals().ikeAge(),
        sa.life().endsAt());
  }

  static SaSchedule of(ChildSaState child) {
    return make(
        child.gateway(),
        List.of(child.numbers().send(), child.numbers().recv()),
        SaStatus.Kind.CHILD_SEND,
        child.state(),
        child.since(),
        child.renewsAt(),
        child.gateway().peerRenewals().childAge(),
        child.endsAt());
  }

  private static SaSchedule make(
      Gateway gateway,
      List<Integer> numbers,
      SaStatus.Kind kind,
      SaStatus.State state,
      long since,
      OptionalLong renewsAt,
      OptionalLong peerAge,
      OptionalLong endsAt) {
    long now = gateway.context().now();
    boolean inUse = state == SaStatus.State.ESTABLISHED;
    OptionalLong peer =
        inUse && peerAge.isPresent() && since + peerAge.getAsLong() >= now
            ? OptionalLong.of(since + peerAge.getAsLong())
            : OptionalLong.empty();
    return new SaSchedule(
        numbers,
        kind,
        state,
        gateway.config().number(),
        gateway.config().tunnel(),
        (now - since) / 1000,
        inUse ? seconds(renewsAt, now) : OptionalLong.empty(),
        seconds(peer, now),
        seconds(endsAt, now));
  }

  private static OptionalLong seconds(OptionalLong instant, long now) {
    return instant.isPresent()
        ? OptionalLong.of(Math.max(0, (instant.getAsLong() - now) / 1000))
        : OptionalLong.empty();
  }
}
