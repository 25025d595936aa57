package org.sekisho.eap.mschapv2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sekisho.eap.method.EapMethodException;

/**
 * What follows EAP type 26 (draft-kamath-pppext-eap-mschapv2 section 2): operation, its identifier,
 * length, and data that the operation gives a meaning.
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record MsChapV2Message(int operation, int identifier, byte[] data) {

  static final int CHALLENGE = 1;
  static final int RESPONSE = 2;
  static final int SUCCESS = 3;
  static final int FAILURE = 4;

  private static final int HEADER = 4;

  /** A message that is its operation alone: the peer's acknowledgement of success or failure. */
  static byte[] acknowledgement(int operation) {
    return new byte[] {(byte) operation};
  }

  byte[] encode() {
    return ByteBuffer.allocate(HEADER + data.length)
        .put((byte) operation)
        .put((byte) identifier)
        .putShort((short) (HEADER + data.length))
        .put(data)
        .array();
  }

  /** Takes acknowledgements too, with or without the rest of the header. */
  static MsChapV2Message decode(byte[] octets) throws EapMethodException {
    if (octets.length == 1) {
      return new MsChapV2Message(octets[0] & 0xFF, 0, new byte[0]);
    }
    if (octets.length < HEADER) {
      throw malformed();
    }
    int length = (octets[2] & 0xFF) << 8 | octets[3] & 0xFF;
    if (length < HEADER || length > octets.length) {
      throw malformed();
    }
    return new MsChapV2Message(
        octets[0] & 0xFF, octets[1] & 0xFF, Arrays.copyOfRange(octets, HEADER, length));
  }

  /** The value of a challenge or response; the octet before it tells its size. */
  byte[] value(int size) throws EapMethodException {
    if (data.length < 1 + size || (data[0] & 0xFF) != size) {
      throw malformed();
    }
    return Arrays.copyOfRange(data, 1, 1 + size);
  }

  /** The name after the value. */
  byte[] name(int size) {
    return Arrays.copyOfRange(data, 1 + size, data.length);
  }

  /** Data of a challenge or response. */
  static byte[] valueAndName(byte[] value, byte[] name) {
    return ByteBuffer.allocate(1 + value.length + name.length)
        .put((byte) value.length)
        .put(value)
        .put(name)
        .array();
  }

  static EapMethodException malformed() {
    return new EapMethodException("the other side's EAP-MSCHAPv2 message is malformed");
  }
}
