package org.sekisho.ike.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * ECDSA signatures of methods 9, 10 and 11: r and s in fixed length behind each other (RFC 4754
 * section 7); cryptographic providers want them as a DER sequence.
 */
final class EcdsaEncoding {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private EcdsaEncoding() {}

  /** The DER form, empty when the length is wrong. */
  static Optional<byte[]> toDer(byte[] raw, int coordinate) {
    if (raw.length != 2 * coordinate) {
      return Optional.empty();
    }
    byte[] r = new BigInteger(1, Arrays.copyOf(raw, coordinate)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, coordinate, raw.length)).toByteArray();
    int content = 4 + r.length + s.length;
    byte[] head =
        content < 128
            ? new byte[] {SEQUENCE, (byte) content}
            : new byte[] {SEQUENCE, (byte) 0x81, (byte) content};
    return Optional.of(
        KeySchedule.concat(
            head,
            new byte[] {INTEGER, (byte) r.length},
            r,
            new byte[] {INTEGER, (byte) s.length},
            s));
  }

  /**
   * The fixed-length form of a signature a provider made.
   *
   * @param der correct DER
   */
  static byte[] toRaw(byte[] der, int coordinate) {
    byte[] raw = new byte[2 * coordinate];
    int at = der[1] < 0 ? 3 : 2; // behind the sequence's length of one or two octets
    for (int end = coordinate; end <= raw.length; end += coordinate) {
      int length = der[at + 1];
      byte[] value = new BigInteger(der, at + 2, length).toByteArray();
      int skip = value.length > coordinate ? value.length - coordinate : 0; // sign octet
      System.arraycopy(value, skip, raw, end - (value.length - skip), value.length - skip);
      at += 2 + length;
    }
    return raw;
  }
}
