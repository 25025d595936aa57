package org.sekisho.esp;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sekisho.api.crypto.EspCrypto;

/**
 * A registered crypto provider and how far it is trusted. A new one is on trial: what it is given
 * is kept until it has done its work, so that nothing is lost when it throws. One that threw comes
 * after all others from then on, until its bundle registers it anew.
 */
final class CryptoProvider {

  private final EspCrypto crypto;
  private final int ranking;
  private final long id;
  private final long since;
  private volatile boolean onTrial = true;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * Starts the trial.
   *
   * @param ranking service.ranking
   * @param id service.id
   * @param since when it came, of {@link System#nanoTime}
   */
  CryptoProvider(EspCrypto crypto, int ranking, long id, long since) {
    this.crypto = crypto;
    this.ranking = ranking;
    this.id = id;
    this.since = since;
  }

  /** The same provider at another place in the order. */
  CryptoProvider ranked(int newRanking, long newId) {
    CryptoProvider other = new CryptoProvider(crypto, newRanking, newId, since);
    other.onTrial = onTrial;
    other.failed.set(failed.get());
    return other;
  }

  /** The service. */
  EspCrypto crypto() {
    return crypto;
  }

  int ranking() {
    return ranking;
  }

  long id() {
    return id;
  }

  /** When it came, of {@link System#nanoTime}. */
  long since() {
    return since;
  }

  /** Whether packets are kept while it works on them; any thread. */
  boolean onTrial() {
    return onTrial;
  }

  /** It has worked without a failure for long enough. */
  void endTrial() {
    onTrial = false;
  }

  /** Whether it threw; any thread. */
  boolean failed() {
    return failed.get();
  }

  /** It threw; returns whether for the first time. */
  boolean fail() {
    return failed.compareAndSet(false, true);
  }
}
