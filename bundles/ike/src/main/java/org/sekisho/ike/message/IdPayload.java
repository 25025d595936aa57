package org.sekisho.ike.message;

/**
 * Identification (RFC 7296 section 3.5).
 *
 * @param type {@link Payload#ID_I} or {@link Payload#ID_R}
 * @param idType kind of identity, for example 1 for an IPv4 address
 * @param data its value
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record IdPayload(int type, int idType, byte[] data) implements Payload {

  static IdPayload decode(int type, WireReader in) throws MalformedMessageException {
    int idType = in.u8();
    in.skip(3);
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
    return new IdPayload(type, idType, data);
  }

  @Override
  public byte[] body() {
    return new WireWriter().u8(idType).u8(0).u16(0).octets(data).toByteArray();
  }
}
