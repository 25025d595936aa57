package org.sekisho.eap.md5;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;

/** The data of a challenge or response: value size, value, name (RFC 1994 section 4.1). */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
record Md5Challenge(byte[] value, byte[] name) {

  static Md5Challenge decode(byte[] data) throws EapMethodException {
    int size = data.length == 0 ? 0 : data[0] & 0xFF;
    if (size == 0 || data.length < 1 + size) {
      throw new EapMethodException("the other side's MD5-Challenge is malformed");
    }
    return new Md5Challenge(
        Arrays.copyOfRange(data, 1, 1 + size), Arrays.copyOfRange(data, 1 + size, data.length));
  }

  byte[] encode() {
    return ByteBuffer.allocate(1 + value.length + name.length)
        .put((byte) value.length)
        .put(value)
        .put(name)
        .array();
  }

  /** MD5 over identifier, secret and challenge. */
  static byte[] answer(int identifier, EapPassword password, byte[] challenge) {
    byte[] secret = password.utf8();
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update((byte) identifier);
      md5.update(secret);
      return md5.digest(challenge);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
