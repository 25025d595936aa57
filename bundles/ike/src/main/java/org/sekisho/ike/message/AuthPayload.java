package org.sekisho.ike.message;

/**
 * Authentication (RFC 7296 section 3.8).
 *
 * @param method authentication method
 * @param data authentication data
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record AuthPayload(int method, byte[] data) implements Payload {

  /** Shared key message integrity code. */
  public static final int SHARED_KEY = 2;

  static AuthPayload decode(WireReader in) throws MalformedMessageException {
    int method = in.u8();
    in.skip(3);
    return new AuthPayload(method, in.rest());
  }

  @Override
  public int type() {
    return AUTH;
  }

  @Override
  public byte[] body() {
    return new WireWriter().u8(method).u8(0).u16(0).octets(data).toByteArray();
  }
}
