package org.sekisho.ike.message;

/**
 * Authentication (RFC 7296 section 3.8).
 *
 * @param method authentication method
 * @param data authentication data
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record AuthPayload(int method, byte[] data) implements Payload {

  /** RSA digital signature, RSASSA-PKCS1-v1_5 with SHA-1. */
  public static final int RSA_SIGNATURE = 1;

  /** Shared key message integrity code. */
  public static final int SHARED_KEY = 2;

  /** ECDSA with SHA-256 on P-256 (RFC 4754). */
  public static final int ECDSA_256 = 9;

  /** ECDSA with SHA-384 on P-384 (RFC 4754). */
  public static final int ECDSA_384 = 10;

  /** ECDSA with SHA-512 on P-521 (RFC 4754). */
  public static final int ECDSA_521 = 11;

  /** Digital signature that names its algorithm (RFC 7427). */
  public static final int DIGITAL_SIGNATURE = 14;

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
