package org.sekisho.ike.diagnosis;

import java.util.Objects;

/**
 * One failed negotiation.
 *
 * @param cause why
 * @param stage how far it had come
 * @param weStarted whether this router began the exchange
 * @param trust who vouches for the peer's part
 * @param evidence both sides
 * @param sentence the cause for the log
 * @param hint what to look at when no line can be named, empty for nothing
 * @param tunnel the tunnel whose CHILD SA it is about, 0 for the whole gateway
 */
public record Failure(
    Cause cause,
    Stage stage,
    boolean weStarted,
    Trust trust,
    Evidence evidence,
    String sentence,
    String hint,
    int tunnel) {

  /** Checks that all is there. */
  public Failure {
    Objects.requireNonNull(evidence);
    Objects.requireNonNull(hint);
  }

  /** A failure of an exchange we started, without a hint. */
  public static Failure ours(Cause cause, Stage stage, Evidence evidence, String sentence) {
    return new Failure(cause, stage, true, Trust.ADDRESS, evidence, sentence, "", 0);
  }

  /** A failure of an exchange the peer started, without a hint. */
  public static Failure theirs(
      Cause cause, Stage stage, Trust trust, Evidence evidence, String sentence) {
    return new Failure(cause, stage, false, trust, evidence, sentence, "", 0);
  }

  /** A failure of which no more is known than a sentence. */
  public static Failure said(String sentence) {
    return new Failure(
        Cause.OTHER, Stage.IKE_AUTH, true, Trust.ADDRESS, Evidence.NONE, sentence, "", 0);
  }

  /** The same with more known about both sides. */
  public Failure with(Evidence more) {
    return new Failure(cause, stage, weStarted, trust, more, sentence, hint, tunnel);
  }

  /**
   * The same, with the peer's side from an earlier failure of the kind where this one does not have
   * it: a peer that refuses is asked once what it has, not at each attempt.
   */
  Failure rememberedFrom(Failure earlier) {
    boolean same =
        evidence instanceof Evidence.Selectors now
            && earlier.evidence instanceof Evidence.Selectors before
            && !now.isKnown()
            && before.isKnown()
            && now.oursHere().equals(before.oursHere())
            && now.oursThere().equals(before.oursThere());
    return same ? with(earlier.evidence) : this;
  }

  /** The same with a hint. */
  public Failure hint(String text) {
    return new Failure(cause, stage, weStarted, trust, evidence, sentence, text, tunnel);
  }

  /** The same with the peer's part vouched for otherwise. */
  public Failure trusted(Trust other) {
    return new Failure(cause, stage, weStarted, other, evidence, sentence, hint, tunnel);
  }

  /** The same about one tunnel's CHILD SA. */
  public Failure of(int number) {
    return new Failure(cause, stage, weStarted, trust, evidence, sentence, hint, number);
  }

  /** Whether it is the same matter, to be counted rather than listed again. */
  boolean isLike(Failure other) {
    return cause == other.cause
        && stage == other.stage
        && weStarted == other.weStarted
        && trust == other.trust
        && tunnel == other.tunnel;
  }
}
