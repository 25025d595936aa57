package org.sekisho.ike.diagnosis;

/**
 * A failure with its times, in milliseconds of the engine's clock.
 *
 * @param failure the last one of its kind
 * @param first when it was first seen
 * @param last when it was last seen
 * @param count how often
 * @param end what has become of it
 * @param endedAt since when, 0 while it holds
 */
public record Entry(Failure failure, long first, long last, int count, End end, long endedAt) {

  /** What has become of a failure. */
  public enum End {
    /** It holds. */
    NONE,
    /** The negotiation has succeeded since. */
    SUCCEEDED,
    /** Later attempts came further, or failed otherwise. */
    OVERTAKEN,
    /** The configuration has changed since, and no attempt has failed so again. */
    RECONFIGURED
  }

  static Entry of(Failure failure, long now) {
    return new Entry(failure, now, now, 1, End.NONE, 0);
  }

  Entry again(Failure newest, long now) {
    return new Entry(newest, first, now, count + 1, End.NONE, 0);
  }

  /** It has ended so; that later attempts succeeded is worth more than that lines have changed. */
  Entry ended(End how, long now) {
    boolean better = end == End.RECONFIGURED && how == End.SUCCEEDED;
    return end == End.NONE || better ? new Entry(failure, first, last, count, how, now) : this;
  }

  /** Whether it holds. */
  public boolean isCurrent() {
    return end == End.NONE;
  }
}
