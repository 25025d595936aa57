package org.sekisho.api.crypto;

/** Hears of providers of ESP transforms that fail; a whiteboard service. */
public interface EspCryptoListener {

  /**
   * A provider threw while it worked on packets. SAs have moved to the next provider, if there is
   * one. Told once for each registration of a provider, on a thread that is no packet thread.
   *
   * @param provider the one that threw
   * @param cause what it threw, one line
   */
  void failed(EspCrypto provider, String cause);
}
