package org.sekisho.eap.mschapv2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.DESKeySpec;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.sekisho.api.eap.EapPassword;

/** The computations of RFC 2759 section 8; names are those of the RFC. */
final class MsChapV2 {

  /** Octets of a challenge. */
  static final int CHALLENGE = 16;

  /** Octets of the answer to it. */
  static final int NT_RESPONSE = 24;

  private static final byte[] MAGIC_1 = ascii("Magic server to client signing constant");
  private static final byte[] MAGIC_2 = ascii("Pad to make it do more than one iteration");

  private MsChapV2() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** NtPasswordHash; the caller zeroes it. */
  static byte[] ntPasswordHash(EapPassword password) {
    byte[] unicode = password.utf16();
    try {
      return md4(unicode);
    } finally {
      Arrays.fill(unicode, (byte) 0);
    }
  }

  /** HashNtPasswordHash; the caller zeroes it. */
  static byte[] hashNtPasswordHash(byte[] passwordHash) {
    return md4(passwordHash);
  }

  private static byte[] md4(byte[] data) {
    MD4Digest md4 = new MD4Digest();
    md4.update(data, 0, data.length);
    byte[] hash = new byte[16];
    md4.doFinal(hash, 0);
    return hash;
  }

  /** ChallengeHash; a domain before the user's name does not count (section 4). */
  static byte[] challengeHash(byte[] peerChallenge, byte[] authenticatorChallenge, String user) {
    String bare = user.substring(user.indexOf('\\') + 1);
    return Arrays.copyOf(
        sha1(peerChallenge, authenticatorChallenge, bare.getBytes(StandardCharsets.UTF_8)), 8);
  }

  /** GenerateNTResponse. */
  static byte[] ntResponse(
      byte[] authenticatorChallenge, byte[] peerChallenge, String user, byte[] passwordHash) {
    byte[] challenge = challengeHash(peerChallenge, authenticatorChallenge, user);
    byte[] padded = Arrays.copyOf(passwordHash, 21);
    byte[] response = new byte[NT_RESPONSE];
    try {
      for (int i = 0; i < 3; i++) {
        byte[] block = desEncrypt(challenge, Arrays.copyOfRange(padded, 7 * i, 7 * i + 7));
        System.arraycopy(block, 0, response, 8 * i, 8);
      }
      return response;
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }

  /** GenerateAuthenticatorResponse: the 20 octets that stand in hexadecimal after {@code S=}. */
  static byte[] authenticatorResponse(
      byte[] passwordHash,
      byte[] ntResponse,
      byte[] peerChallenge,
      byte[] authenticatorChallenge,
      String user) {
    byte[] hashHash = hashNtPasswordHash(passwordHash);
    byte[] digest = sha1(hashHash, ntResponse, MAGIC_1);
    Arrays.fill(hashHash, (byte) 0);
    return sha1(digest, challengeHash(peerChallenge, authenticatorChallenge, user), MAGIC_2);
  }

  /** DesEncrypt with 56 bits of key, which it zeroes. */
  static byte[] desEncrypt(byte[] clear, byte[] key) {
    byte[] withParity = parity(key);
    try {
      Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
      des.init(
          Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance("DES").generateSecret(new DESKeySpec(withParity)));
      return des.doFinal(clear);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no DES", e);
    } finally {
      Arrays.fill(withParity, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Spreads seven octets over eight and makes the number of ones in each odd. */
  static byte[] parity(byte[] key) {
    byte[] spread = new byte[8];
    long bits = 0;
    for (int i = 0; i < 7; i++) {
      bits = bits << 8 | key[i] & 0xFF;
    }
    for (int i = 0; i < 8; i++) {
      int seven = (int) (bits >>> (49 - 7 * i)) & 0x7F;
      spread[i] = (byte) (seven << 1 | (Integer.bitCount(seven) + 1) & 1);
    }
    return spread;
  }

  static byte[] sha1(byte[]... pieces) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      for (byte[] piece : pieces) {
        sha.update(piece);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-1", e);
    }
  }
}
