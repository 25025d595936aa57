package org.sekisho.ike.message;

/**
 * Certificate request (RFC 7296 section 3.7).
 *
 * @param encoding what is asked for, see {@link CertPayload}
 * @param authorities SHA-1 hashes of the trusted CAs' public keys, 20 octets each
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record CertReqPayload(int encoding, byte[] authorities) implements Payload {

  static CertReqPayload decode(WireReader in) throws MalformedMessageException {
    return new CertReqPayload(in.u8(), in.rest());
  }

  @Override
  public int type() {
    return CERTREQ;
  }

  @Override
  public byte[] body() {
    return new WireWriter().u8(encoding).octets(authorities).toByteArray();
  }
}
