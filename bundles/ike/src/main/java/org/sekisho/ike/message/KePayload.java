package org.sekisho.ike.message;

/**
 * Key exchange (RFC 7296 section 3.4).
 *
 * @param group key exchange method
 * @param data key exchange data
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record KePayload(int group, byte[] data) implements Payload {

  static KePayload decode(WireReader in) throws MalformedMessageException {
    int group = in.u16();
    in.skip(2);
    return new KePayload(group, in.rest());
  }

  @Override
  public int type() {
    return KE;
  }

  @Override
  public byte[] body() {
    return new WireWriter().u16(group).u16(0).octets(data).toByteArray();
  }
}
