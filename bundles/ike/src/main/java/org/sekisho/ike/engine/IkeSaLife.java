package org.sekisho.ike.engine;

import java.util.OptionalLong;
import org.sekisho.ike.config.Lifetimes;

/** The clock of one IKE SA: when it is renewed and when it ends (RFC 7296 section 2.8). */
final class IkeSaLife {

  private static final long REKEY_JITTER_MILLIS = 30_000;
  private static final long EXPIRE_GRACE_MILLIS = 30_000;

  private final EngineContext context;
  private final Runnable rekey;
  private final Runnable delete;
  private Lifetimes lifetimes;
  private long since;
  private long expiresAt;
  private DeadlineQueue.Deadline rekeyTimer;
  private DeadlineQueue.Deadline expireTimer;

  /**
   * @param rekey starts the renewal
   * @param delete ends the SA at both sides
   */
  IkeSaLife(EngineContext context, Runnable rekey, Runnable delete) {
    this.context = context;
    this.rekey = rekey;
    this.delete = delete;
  }

  /** The SA is established. */
  void begin(Lifetimes lifes) {
    lifetimes = lifes;
    long life = 1000L * lifes.ikeSeconds();
    since = context.now();
    expiresAt = since + life;
    if (lifes.ikeRekeyPercent().isPresent()) {
      long renewal = life * lifes.ikeRekeyPercent().getAsInt() / 100;
      long jitter = context.jitter(Math.min(REKEY_JITTER_MILLIS, life / 10));
      rekeyTimer = context.after(renewal + jitter, rekey);
    }
    expireTimer = context.after(life + EXPIRE_GRACE_MILLIS, delete);
  }

  void rekeyAfter(long millis) {
    DeadlineQueue.cancel(rekeyTimer);
    rekeyTimer = context.after(millis, rekey);
  }

  /** Another SA has taken its place: it ends with its life, or earlier where a line says so. */
  void superseded() {
    DeadlineQueue.cancel(rekeyTimer);
    int reduction = lifetimes.ikeReduction();
    if (reduction > 0 && context.now() + 1000L * reduction < expiresAt) {
      endAfter(1000L * reduction);
    }
  }

  /** No renewal any more, and the end after this time. */
  void endAfter(long millis) {
    DeadlineQueue.cancel(rekeyTimer);
    DeadlineQueue.cancel(expireTimer);
    expireTimer = context.after(millis, delete);
  }

  /** It lives on until then, because CHILD SAs need it. */
  void extendTo(long instant) {
    DeadlineQueue.cancel(expireTimer);
    expireTimer = context.after(instant - context.now() + EXPIRE_GRACE_MILLIS, delete);
    expiresAt = instant;
  }

  void end() {
    DeadlineQueue.cancel(rekeyTimer);
    DeadlineQueue.cancel(expireTimer);
  }

  /** When the renewal is due. */
  OptionalLong renewsAt() {
    return DeadlineQueue.due(rekeyTimer);
  }

  /** When it is deleted if nothing happens before. */
  OptionalLong endsAt() {
    return DeadlineQueue.due(expireTimer);
  }

  /** When it was established. */
  long since() {
    return since;
  }

  long expiresAt() {
    return expiresAt;
  }
}
