package org.sekisho.api.crypto;

import java.util.List;

/** The examination every provider of ESP transforms passes before packets meet it; a service. */
public interface CryptoExamination {

  /**
   * Examines all suites a provider supports; takes seconds, on the calling thread.
   *
   * @param candidate the provider
   * @param others providers it must understand and be understood by
   * @return what is wrong, one sentence each without keys; empty when nothing is
   */
  List<String> examine(EspCrypto candidate, List<EspCrypto> others);
}
