package org.sekisho.ike.message;

/**
 * Certificate (RFC 7296 section 3.6).
 *
 * @param encoding what the data is, for example {@link #X509_SIGNATURE}
 * @param data the certificate
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record CertPayload(int encoding, byte[] data) implements Payload {

  /** One X.509 certificate in DER. */
  public static final int X509_SIGNATURE = 4;

  static CertPayload decode(WireReader in) throws MalformedMessageException {
    return new CertPayload(in.u8(), in.rest());
  }

  @Override
  public int type() {
    return CERT;
  }

  @Override
  public byte[] body() {
    return new WireWriter().u8(encoding).octets(data).toByteArray();
  }
}
