package org.sekisho.api.crypto;

/**
 * What the responder of a key exchange gets: its value to send, and the shared secret.
 *
 * @param publicValue key exchange data for the KE payload
 * @param sharedSecret as {@link KeyExchange#sharedSecret}; the receiver zeroes it
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record KeyExchangeAnswer(byte[] publicValue, byte[] sharedSecret) {

  @Override
  public String toString() {
    return "KeyExchangeAnswer[confidential]";
  }
}
