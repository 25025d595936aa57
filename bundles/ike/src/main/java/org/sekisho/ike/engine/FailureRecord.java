package org.sekisho.ike.engine;

import java.util.Optional;

/**
 * Why a gateway's last attempt failed: told to the log once a cause, and when the next attempt may
 * follow.
 */
final class FailureRecord {

  private static final long FIRST_PAUSE_MILLIS = 5_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final EngineContext context;
  private Optional<String> last = Optional.empty();
  private String logged = "";
  private String strangerLine = "";
  private int failures;
  private DeadlineQueue.Deadline retry;

  FailureRecord(EngineContext context) {
    this.context = context;
  }

  /** Notes a failure; the log hears of it when the cause is another than before. */
  void note(String label, String reason) {
    last = Optional.of(reason);
    if (!reason.equals(logged)) {
      logged = reason;
      context.output.log("[IKE2] " + label + " " + reason);
    }
  }

  /** Notes a failure that nobody vouches for; a stranger's lines are few. */
  void noteStranger(String label, String reason) {
    last = Optional.of(reason);
    strangerLine = "[IKE2] " + label + " " + reason;
    context.strangers.log(strangerLine);
  }

  /** Runs the action after a pause that grows with each failure. */
  void retryLater(Runnable action) {
    cancelRetry();
    long pause =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 4))
            + context.jitter(1_000);
    failures++;
    retry =
        context.after(
            pause,
            () -> {
              retry = null;
              action.run();
            });
  }

  void cancelRetry() {
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
  }

  boolean isWaiting() {
    return retry != null;
  }

  /** The administrator wants another attempt at once; a failure is told again. */
  void startAfresh() {
    failures = 0;
    logged = "";
    context.strangers.forget(strangerLine);
    cancelRetry();
  }

  /** It works now. */
  void succeeded() {
    startAfresh();
    last = Optional.empty();
  }

  Optional<String> last() {
    return last;
  }

  /** Whether the next attempt is a repetition that the log need not hear of. */
  boolean isQuiet() {
    return !logged.isEmpty();
  }
}
