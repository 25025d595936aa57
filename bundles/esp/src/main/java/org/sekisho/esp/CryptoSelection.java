package org.sekisho.esp;

import java.util.List;
import java.util.Map;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;

/** The choice among crypto providers, for the commands. A service inside this bundle. */
public interface CryptoSelection {

  /** The providers, the best first; a suite is served by the first that supports it. */
  List<EspCrypto> bestFirst();

  /**
   * Puts a provider before the others and moves live SAs there, each at a batch boundary; they have
   * moved when this returns.
   *
   * @param provider {@link EspCrypto#provider}, empty to go by rank
   */
  void prefer(String provider);

  /** Suites of the live SA pairs, each with the pairs a provider's name; empty name for none. */
  Map<EspSuite, Map<String, Integer>> inUse();
}
