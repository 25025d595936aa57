package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.crypto.EspCryptoListener;
import org.sekisho.api.log.EventLog;

/**
 * Follows up what {@link SaTransforms} does in a hurry when a provider throws: moves all SAs away
 * from it, writes one line, tells listeners. Ends the trials of providers.
 */
final class CryptoWatch implements Agent {

  private static final Logger LOGGER = System.getLogger(CryptoWatch.class.getName());
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Between lines about packets that the last provider there is keeps losing. */
  private static final long BETWEEN_REPORTS_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final CryptoProviders providers;
  private final Runnable reselect;
  private final EventLog log;
  private final List<EspCryptoListener> listeners = new CopyOnWriteArrayList<>();
  private long lostBefore;
  private long reportedAt = System.nanoTime() - BETWEEN_REPORTS_NANOS;

  /**
   * Watches.
   *
   * @param reselect moves all SAs to the best providers there are
   */
  CryptoWatch(CryptoProviders providers, Runnable reselect, EventLog log) {
    this.providers = providers;
    this.reselect = reselect;
    this.log = log;
  }

  void add(EspCryptoListener listener) {
    listeners.add(listener);
  }

  void remove(EspCryptoListener listener) {
    listeners.remove(listener);
  }

  @Override
  public String roleName() {
    return "esp-crypto-watch";
  }

  @Override
  public void wakeup() {
    providers.failures().wakeup();
  }

  @Override
  public int doWork() {
    providers.failures().await(INTERVAL_NANOS);
    look(System.nanoTime());
    return 0;
  }

  /** Does what there is to do now. */
  void look(long now) {
    providers.endTrials(now);
    CryptoFailures failures = providers.failures();
    CryptoFailures.Failure failure = failures.poll();
    if (failure == null) {
      reportLasting(now);
      return;
    }
    // Every lane has passed its gate when this returns, so what was lost is counted.
    reselect.run();
    for (; failure != null; failure = failures.poll()) {
      tell(failure);
    }
  }

  private void tell(CryptoFailures.Failure failure) {
    String name = failure.provider().crypto().provider();
    String next =
        failure.next().isEmpty()
            ? "there is no other: start another crypto bundle"
            : failure.next() + " goes on";
    log.info(
        String.format(
            "[IPSEC] crypto provider %s failed with %s (%s), %s; packets lost: %d",
            name, failure.suite(), failure.cause(), next, newlyLost()));
    LOGGER.log(Level.WARNING, "crypto provider " + name + " failed", failure.cause());
    for (EspCryptoListener listener : listeners) {
      try {
        listener.failed(failure.provider().crypto(), failure.cause().toString());
      } catch (RuntimeException e) {
        LOGGER.log(Level.ERROR, "a listener failed", e);
      }
    }
  }

  private void reportLasting(long now) {
    if (providers.failures().lost() == lostBefore || now - reportedAt < BETWEEN_REPORTS_NANOS) {
      return;
    }
    reportedAt = now;
    log.info(
        "[IPSEC] the only crypto provider keeps failing, packets lost: "
            + newlyLost()
            + "; start another crypto bundle");
  }

  private long newlyLost() {
    long lost = providers.failures().lost();
    long newly = lost - lostBefore;
    lostBefore = lost;
    return newly;
  }
}
