package org.sekisho.api.eap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password; compares in constant time and never prints itself. Immutable. */
public final class EapPassword {

  private final String text;

  private EapPassword(String text) {
    this.text = text;
  }

  /** The password as it is typed. */
  public static EapPassword of(String text) {
    return new EapPassword(text);
  }

  /** Its octets in UTF-8; the caller zeroes them. */
  public byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Its UTF-16 units, low octet first (RFC 2759 section 8.3); the caller zeroes them. */
  public byte[] utf16() {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EapPassword p && MessageDigest.isEqual(p.utf8(), utf8());
  }

  @Override
  public int hashCode() {
    return text.length();
  }

  @Override
  public String toString() {
    return "EapPassword[confidential]";
  }
}
