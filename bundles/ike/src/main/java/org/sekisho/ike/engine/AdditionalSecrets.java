package org.sekisho.ike.engine;

import java.util.Arrays;

/** Shared secrets of additional key exchanges, one after the other (RFC 9370 section 2.2.4). */
final class AdditionalSecrets {

  private byte[] octets = {};

  /**
   * Adds the next one.
   *
   * @param shared the secret, zeroed here
   */
  void add(byte[] shared) {
    byte[] all = Arrays.copyOf(octets, octets.length + shared.length);
    System.arraycopy(shared, 0, all, octets.length, shared.length);
    Arrays.fill(shared, (byte) 0);
    close();
    octets = all;
  }

  /** All of them; zeroed by {@link #close}. */
  byte[] octets() {
    return octets;
  }

  void close() {
    Arrays.fill(octets, (byte) 0);
  }
}
