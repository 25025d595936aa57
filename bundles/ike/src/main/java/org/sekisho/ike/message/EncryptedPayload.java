package org.sekisho.ike.message;

/**
 * The SK payload as it travels: IV, ciphertext and ICV (RFC 7296 section 3.14).
 *
 * @param innerType type of the first payload inside
 * @param start offset of {@code body} in the message
 * @param body IV, ciphertext, ICV
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record EncryptedPayload(int innerType, int start, byte[] body) implements Payload {

  @Override
  public int type() {
    return SK;
  }
}
