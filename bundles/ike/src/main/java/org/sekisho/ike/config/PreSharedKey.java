package org.sekisho.ike.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A pre-shared key; compares in constant time and never prints itself. */
public final class PreSharedKey {

  private final byte[] octets;

  private PreSharedKey(byte[] octets) {
    this.octets = octets;
  }

  /** The key of {@code text STRING}. */
  public static PreSharedKey text(String text) {
    return new PreSharedKey(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The key of {@code 0x…}.
   *
   * @throws IllegalArgumentException when the digits are not hexadecimal pairs
   */
  public static PreSharedKey hex(String digits) {
    return new PreSharedKey(HexFormat.of().parseHex(digits, 2, digits.length()));
  }

  /** A copy of the key, which the caller zeroes. */
  public byte[] octets() {
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreSharedKey p && MessageDigest.isEqual(p.octets, octets);
  }

  @Override
  public int hashCode() {
    return octets.length;
  }

  @Override
  public String toString() {
    return "PreSharedKey[confidential]";
  }
}
