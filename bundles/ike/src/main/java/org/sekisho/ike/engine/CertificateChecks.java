package org.sekisho.ike.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;

/** Checks of peers' certificates that run outside the engine, each bounded in time. */
final class CertificateChecks {

  private static final int MAX_RUNNING = 64;
  private static final long LONGEST_MILLIS = 1000L * (Pki.CHECK_SECONDS + 2);

  private final EngineContext context;
  private final Map<Long, Check> running = new HashMap<>();
  private long lastNumber;

  private record Check(Consumer<Optional<String>> answer, DeadlineQueue.Deadline timeout) {}

  CertificateChecks(EngineContext context) {
    this.context = context;
  }

  /**
   * Starts a check.
   *
   * @param answer called once with the sentence of refusal, empty when the certificate is good
   * @throws PkiException when nobody can check
   */
  void start(ChainCheck check, Consumer<Optional<String>> answer) throws PkiException {
    if (running.size() >= MAX_RUNNING) {
      throw new PkiException("too many certificates are being checked at once");
    }
    long number = ++lastNumber;
    DeadlineQueue.Deadline timeout =
        context.after(
            LONGEST_MILLIS,
            () -> answered(number, Optional.of("nobody has checked the certificate in time")));
    running.put(number, new Check(answer, timeout));
    try {
      context.output.checkCertificate(number, check);
    } catch (PkiException e) {
      running.remove(number);
      timeout.cancel();
      throw e;
    }
  }

  /** The outside has an answer; one that comes late is for nobody. */
  void answered(long number, Optional<String> refusal) {
    Check check = running.remove(number);
    if (check != null) {
      check.timeout().cancel();
      check.answer().accept(refusal);
    }
  }
}
