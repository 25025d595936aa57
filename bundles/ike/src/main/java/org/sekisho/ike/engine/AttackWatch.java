package org.sekisho.ike.engine;

/** Tells the administrator in one line that a flood has begun, and in one that it is over. */
final class AttackWatch {

  /** So many requests sent back with a cookie are a flood and no coincidence. */
  private static final int FLOOD = 100;

  /** So long without any it is over. */
  private static final long QUIET_MILLIS = 60_000;

  /** Between the beginnings of two floods that the log hears of. */
  private static final long NEWS_MILLIS = 600_000;

  private final EngineContext context;
  private long since;
  private long last;
  private long held;
  private boolean watching;
  private boolean told;
  private long nextNews;

  AttackWatch(EngineContext context) {
    this.context = context;
  }

  /** A request was sent back or dropped. */
  void held(int halfOpen) {
    last = context.now();
    if (!watching) {
      watching = true;
      since = last;
      held = 0;
      context.after(QUIET_MILLIS, this::look);
    }
    held++;
    if (held == FLOOD && last >= nextNews) {
      told = true;
      nextNews = last + NEWS_MILLIS;
      context.output.log(
          "[IKE2] flood of key exchanges, "
              + halfOpen
              + " wait for their peers: whoever starts another one must return a cookie first");
    }
  }

  private void look() {
    long end = last + QUIET_MILLIS;
    if (context.now() < end) {
      context.after(end - context.now(), this::look);
      return;
    }
    watching = false;
    if (told) {
      told = false;
      context.output.log(
          "[IKE2] flood of key exchanges is over, "
              + held
              + " requests were held back in "
              + Math.max(1, (last - since) / 1_000)
              + " seconds");
    }
  }
}
