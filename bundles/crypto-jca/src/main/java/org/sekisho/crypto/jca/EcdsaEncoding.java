package org.sekisho.crypto.jca;

/**
 * The DER form of an ECDSA signature (RFC 7427 section 3, RFC 3279 section 2.2.3): a SEQUENCE of
 * two positive INTEGERs. The JDK also takes integers without their leading zero, which makes
 * several encodings of one signature; this accepts one only.
 */
final class EcdsaEncoding {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private final byte[] octets;
  private int position;

  private EcdsaEncoding(byte[] octets) {
    this.octets = octets;
  }

  /** Whether a signature is encoded as DER demands. */
  static boolean isDer(byte[] signature) {
    EcdsaEncoding reader = new EcdsaEncoding(signature);
    return reader.header(SEQUENCE) == signature.length - reader.position
        && reader.positiveInteger()
        && reader.positiveInteger()
        && reader.position == signature.length;
  }

  private boolean positiveInteger() {
    int length = header(INTEGER);
    if (length < 1 || length > octets.length - position) {
      return false;
    }
    int first = octets[position];
    boolean minimal = first != 0 || (length > 1 && octets[position + 1] < 0);
    position += length;
    return first >= 0 && minimal;
  }

  /** Reads tag and shortest possible length; -1 when they are not there. */
  private int header(int tag) {
    if (octets.length - position < 2 || octets[position] != tag) {
      return -1;
    }
    int length = octets[position + 1] & 0xff;
    position += 2;
    if (length == 0x81 && position < octets.length) {
      length = octets[position++] & 0xff;
      return length < 0x80 ? -1 : length;
    }
    return length < 0x80 ? length : -1;
  }
}
