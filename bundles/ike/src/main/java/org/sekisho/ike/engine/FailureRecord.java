package org.sekisho.ike.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.api.config.Text;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.CauseTexts;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.GatewayDiagnosis;
import org.sekisho.ike.diagnosis.Trust;

/**
 * Why a gateway's attempts failed: kept for the diagnosis, told to the log once a cause, and when
 * the next attempt may follow.
 */
final class FailureRecord {

  private static final long FIRST_PAUSE_MILLIS = 5_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final EngineContext context;
  private final Supplier<GatewayConfig> config;
  private final Supplier<String> label;
  private final GatewayDiagnosis diagnosis;
  private Optional<Text> last = Optional.empty();
  private String logged = "";
  private String strangerLine = "";
  private int failures;
  private DeadlineQueue.Deadline retry;

  /**
   * @param label how log lines name what failed
   * @param diagnosis keeps what is known about failures
   */
  FailureRecord(
      EngineContext context,
      Supplier<GatewayConfig> config,
      Supplier<String> label,
      GatewayDiagnosis diagnosis) {
    this.context = context;
    this.config = config;
    this.label = label;
    this.diagnosis = diagnosis;
  }

  /** What is known about failures. */
  GatewayDiagnosis diagnosis() {
    return diagnosis;
  }

  /** Notes a failure; the log hears of it when the cause is another than before. */
  void note(Failure failure) {
    diagnosis.note(failure);
    Text sentence = sentence(failure);
    last = Optional.of(sentence);
    if (!failure.sentence().equals(logged)) {
      logged = failure.sentence();
      context.output.log("[IKE2] " + label.get() + " " + sentence.english());
    }
    context.output.failed(config.get().number(), sentence.english());
  }

  /**
   * Notes a failure that nobody vouches for; a stranger's lines are few.
   *
   * @param up the tunnel is up, and this is no failure of it
   */
  void noteStranger(Failure failure, boolean up) {
    diagnosis.note(failure);
    Text sentence = sentence(failure);
    strangerLine = "[IKE2] " + label.get() + " " + sentence.english();
    context.strangers.log(strangerLine);
    if (!up) {
      last = Optional.of(sentence);
      context.output.failed(config.get().number(), sentence.english());
    }
  }

  /** A renewal failed: the tunnel stays up. */
  void noteRenewal(Failure failure) {
    noteAside("renewal failed, SA kept: ", failure);
  }

  /** Notes a failure that nothing follows from; the log hears of it each time. */
  void noteAside(String what, Failure failure) {
    diagnosis.note(failure);
    context.output.log("[IKE2] " + label.get() + " " + what + sentence(failure).english());
  }

  private Text sentence(Failure failure) {
    return failure.trust() == Trust.STRANGER
        ? new Text(failure.sentence(), CauseTexts.cause(failure).japanese())
        : new Advice(config.get(), diagnosis.peer()).sentence(failure);
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

  /** The peer is another one now. */
  void forget() {
    startAfresh();
    last = Optional.empty();
    diagnosis.forgetPeer();
  }

  Optional<Text> last() {
    return last;
  }

  /** Whether the log has not heard of it, or of something else since. */
  boolean isNews(Failure cause) {
    return !cause.sentence().equals(logged);
  }

  /** Whether the next attempt is a repetition that the log need not hear of. */
  boolean isQuiet() {
    return !logged.isEmpty();
  }
}
