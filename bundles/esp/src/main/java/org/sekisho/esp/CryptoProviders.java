package org.sekisho.esp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.sekisho.api.crypto.EspCrypto;

/**
 * The registered crypto providers, best first: the one the administrator prefers, then highest
 * service.ranking, then lowest service.id. A suite is served by the first that supports it, so a
 * preference never leaves an SA without a provider.
 */
final class CryptoProviders {

  private static final Comparator<Provider> BEST_FIRST =
      Comparator.comparingInt(Provider::ranking).reversed().thenComparingLong(Provider::id);

  private record Provider(EspCrypto crypto, int ranking, long id) {}

  private final List<Provider> providers = new ArrayList<>();
  private String preferred = "";

  /** Adds a provider, or changes its place when it is there. */
  synchronized void put(EspCrypto crypto, Map<String, ?> properties) {
    remove(crypto);
    int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
    long id = properties.get("service.id") instanceof Long value ? value : Long.MAX_VALUE;
    providers.add(new Provider(crypto, ranking, id));
    providers.sort(BEST_FIRST);
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
  synchronized List<EspCrypto> bestFirst() {
    List<EspCrypto> sorted = new ArrayList<>();
    for (boolean wanted : new boolean[] {true, false}) {
      for (Provider provider : providers) {
        if (provider.crypto().provider().equals(preferred) == wanted) {
          sorted.add(provider.crypto());
        }
      }
    }
    return sorted;
  }
}
