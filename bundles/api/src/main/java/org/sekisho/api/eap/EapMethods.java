package org.sekisho.api.eap;

import java.security.SecureRandom;

/** Starts conversations of EAP; registered as a service, thread-safe. */
public interface EapMethods {

  /**
   * Starts a conversation of the side that proves itself.
   *
   * @param random the only source of randomness used
   * @throws IllegalArgumentException with one sentence when the settings allow no method
   */
  EapPeer peer(EapPeerSettings settings, SecureRandom random);

  /**
   * Starts a conversation of the side that asks.
   *
   * @param random the only source of randomness used
   * @throws IllegalArgumentException with one sentence when the settings allow no method
   */
  EapServer server(EapServerSettings settings, SecureRandom random);
}
