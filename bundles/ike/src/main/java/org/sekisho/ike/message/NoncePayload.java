package org.sekisho.ike.message;

/**
 * Nonce (RFC 7296 section 3.9), 16 to 256 octets.
 *
 * @param data the nonce
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record NoncePayload(byte[] data) implements Payload {

  static NoncePayload decode(WireReader in) throws MalformedMessageException {
    if (in.remaining() < 16 || in.remaining() > 256) {
      throw new MalformedMessageException("nonce of " + in.remaining() + " octets");
    }
    return new NoncePayload(in.rest());
  }

  @Override
  public int type() {
    return NONCE;
  }

  @Override
  public byte[] body() {
    return data;
  }
}
