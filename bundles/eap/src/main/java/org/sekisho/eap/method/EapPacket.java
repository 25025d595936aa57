package org.sekisho.eap.method;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An EAP packet (RFC 3748 section 4). Immutable.
 *
 * @param code {@link #REQUEST}, {@link #RESPONSE}, {@link #SUCCESS} or {@link #FAILURE}
 * @param identifier 0 to 255
 * @param type type of a request or response, 0 for the other two
 * @param data what follows the type; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record EapPacket(int code, int identifier, int type, byte[] data) {

  /** Code of a request. */
  public static final int REQUEST = 1;

  /** Code of a response. */
  public static final int RESPONSE = 2;

  /** Code of EAP-Success. */
  public static final int SUCCESS = 3;

  /** Code of EAP-Failure. */
  public static final int FAILURE = 4;

  /** Type: who are you? */
  public static final int IDENTITY = 1;

  /** Type: a message to be shown. */
  public static final int NOTIFICATION = 2;

  /** Type: not this method (responses only). */
  public static final int NAK = 3;

  /** Longest packet that is taken or made, in octets. */
  public static final int MAX_LENGTH = 16_384;

  private static final int HEADER = 4;

  /** Packs a request or response. */
  public static byte[] encode(int code, int identifier, int type, byte[] data) {
    int length = HEADER + 1 + data.length;
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException("EAP packet of " + length + " octets");
    }
    return ByteBuffer.allocate(length)
        .put((byte) code)
        .put((byte) identifier)
        .putShort((short) length)
        .put((byte) type)
        .put(data)
        .array();
  }

  /** Packs EAP-Success or EAP-Failure. */
  public static byte[] encode(int code, int identifier) {
    return new byte[] {(byte) code, (byte) identifier, 0, HEADER};
  }

  /** Unpacks; empty for octets that are no packet. What follows the packet is padding. */
  public static Optional<EapPacket> decode(byte[] octets) {
    if (octets.length < HEADER || octets.length > MAX_LENGTH) {
      return Optional.empty();
    }
    int code = octets[0] & 0xFF;
    int length = (octets[2] & 0xFF) << 8 | octets[3] & 0xFF;
    int identifier = octets[1] & 0xFF;
    if (length > octets.length) {
      return Optional.empty();
    }
    return switch (code) {
      case REQUEST, RESPONSE ->
          length > HEADER
              ? Optional.of(
                  new EapPacket(
                      code,
                      identifier,
                      octets[HEADER] & 0xFF,
                      Arrays.copyOfRange(octets, HEADER + 1, length)))
              : Optional.empty();
      case SUCCESS, FAILURE ->
          length == HEADER
              ? Optional.of(new EapPacket(code, identifier, 0, new byte[0]))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Header only: the data may hold answers to challenges. */
  @Override
  public String toString() {
    return "EapPacket[code " + code + ", identifier " + identifier + ", type " + type + "]";
  }
}
