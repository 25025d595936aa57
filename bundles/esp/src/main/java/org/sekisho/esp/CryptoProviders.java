package org.sekisho.esp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.crypto.EspCrypto;

/**
 * The registered crypto providers, best first: the one the administrator prefers, then highest
 * service.ranking, then lowest service.id; those that threw come last. A suite is served by the
 * first that supports it, so neither a preference nor a failure leaves an SA without a provider.
 */
final class CryptoProviders {

  /** A fault that needs longer to show costs the packets of one call. */
  static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Comparator<CryptoProvider> BEST_FIRST =
      Comparator.comparingInt(CryptoProvider::ranking)
          .reversed()
          .thenComparingLong(CryptoProvider::id);

  private final List<CryptoProvider> providers = new ArrayList<>();
  private final CryptoFailures failures = new CryptoFailures();
  private String preferred = "";

  /** Adds a provider, or changes its place when it is there. */
  synchronized void put(EspCrypto crypto, Map<String, ?> properties) {
    int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
    long id = properties.get("service.id") instanceof Long value ? value : Long.MAX_VALUE;
    CryptoProvider before = find(crypto);
    providers.remove(before);
    providers.add(
        before == null
            ? new CryptoProvider(crypto, ranking, id, System.nanoTime())
            : before.ranked(ranking, id));
    providers.sort(BEST_FIRST);
  }

  private CryptoProvider find(EspCrypto crypto) {
    return providers.stream().filter(p -> p.crypto() == crypto).findFirst().orElse(null);
  }

  /** Removes a provider. */
  synchronized void remove(EspCrypto crypto) {
    providers.removeIf(p -> p.crypto() == crypto);
  }

  /**
   * Puts providers of a name before the others.
   *
   * @param name {@link EspCrypto#provider}, empty for none
   */
  synchronized void prefer(String name) {
    preferred = name;
  }

  /** All providers, the best first. */
  synchronized List<CryptoProvider> bestFirst() {
    List<CryptoProvider> sorted = new ArrayList<>();
    for (boolean failed : new boolean[] {false, true}) {
      for (boolean wanted : new boolean[] {true, false}) {
        for (CryptoProvider provider : providers) {
          if (provider.failed() == failed
              && provider.crypto().provider().equals(preferred) == wanted) {
            sorted.add(provider);
          }
        }
      }
    }
    return sorted;
  }

  /** Ends the trials that have lasted long enough. */
  synchronized void endTrials(long now) {
    for (CryptoProvider provider : providers) {
      if (now - provider.since() >= TRIAL_NANOS) {
        provider.endTrial();
      }
    }
  }

  /** What became of packets when providers threw. */
  CryptoFailures failures() {
    return failures;
  }
}
