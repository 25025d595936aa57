package org.sekisho.ike.message;

/**
 * Identification (RFC 7296 section 3.5).
 *
 * @param type {@link Payload#ID_I} or {@link Payload#ID_R}
 * @param idType kind of identity, for example 1 for an IPv4 address
 * @param reserved the three reserved octets as they travelled: they mean nothing, but AUTH covers
 *     them (section 2.15)
 * @param data its value
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record IdPayload(int type, int idType, int reserved, byte[] data) implements Payload {

  /** An identity to send. */
  public IdPayload(int type, int idType, byte[] data) {
    this(type, idType, 0, data);
  }

  static IdPayload decode(int type, WireReader in) throws MalformedMessageException {
    int idType = in.u8();
    int reserved = in.u8() << 16 | in.u16();
    byte[] data = in.rest();
    int exact =
        switch (idType) {
          case 1 -> 4;
          case 5 -> 16;
          default -> data.length;
        };
    if (data.length != exact) {
      throw new MalformedMessageException("identity of type " + idType + " has a wrong length");
    }
    return new IdPayload(type, idType, reserved, data);
  }

  @Override
  public byte[] body() {
    return new WireWriter().u8(idType).u8(reserved >>> 16).u16(reserved).octets(data).toByteArray();
  }
}
