package org.sekisho.config.running;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.config.language.SealedForm;

/**
 * A secret as one word of a configuration file: {@code $box1$} and, in base64url, four octets that
 * name the key, the nonce, ciphertext and tag of AES-256-GCM. The rest of its line is authenticated
 * with it: a sealed word that is moved into another line, where it might be shown, does not open.
 *
 * <p>The nonce is the beginning of an HMAC over line and secret (as in RFC 8452 it repeats only
 * where both are the same), so that saving the same configuration twice writes the same file.
 */
final class SealedWord {

  private static final int NAME = 4;
  private static final int NONCE = 12;
  private static final int TAG = 16;

  private final byte[] name;
  private final SecretKeySpec cipherKey;
  private final SecretKeySpec nonceKey;

  /** Derives what is needed from the key of the box, which may be zeroed then. */
  SealedWord(byte[] boxKey) {
    byte[] own = mac(new SecretKeySpec(boxKey, "HmacSHA256"), "sekisho box1 name");
    name = Arrays.copyOf(own, NAME);
    cipherKey = derive(boxKey, "sekisho box1 cipher", "AES");
    nonceKey = derive(boxKey, "sekisho box1 nonce", "HmacSHA256");
  }

  private static SecretKeySpec derive(byte[] boxKey, String use, String algorithm) {
    byte[] key = mac(new SecretKeySpec(boxKey, "HmacSHA256"), use);
    try {
      return new SecretKeySpec(key, algorithm);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Seals.
   *
   * @param secret what only this box shall know
   * @param line the line with {@code *} in place of each secret
   */
  String seal(String secret, String line) {
    byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] nonce = Arrays.copyOf(mac(nonceKey, line + "\n" + secret), NONCE);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, line).doFinal(plain);
      byte[] whole =
          ByteBuffer.allocate(NAME + NONCE + sealed.length)
              .put(name)
              .put(nonce)
              .put(sealed)
              .array();
      return SealedForm.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Opens.
   *
   * @param word of {@link SealedForm#PATTERN}
   * @param line the line with {@code *} in place of each sealed word
   * @return empty when it was sealed by another box, for another line, or is damaged
   */
  Optional<String> open(String word, String line) {
    byte[] plain = {};
    try {
      byte[] whole = Base64.getUrlDecoder().decode(word.substring(SealedForm.PREFIX.length()));
      if (whole.length < NAME + NONCE + TAG || !Arrays.equals(whole, 0, NAME, name, 0, NAME)) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOfRange(whole, NAME, NAME + NONCE);
      int start = NAME + NONCE;
      plain = cipher(Cipher.DECRYPT_MODE, nonce, line).doFinal(whole, start, whole.length - start);
      return Optional.of(new String(plain, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | AEADBadTagException e) {
      return Optional.empty(); // no base64, or not ours: the caller says which lines
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String line) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, cipherKey, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
    cipher.updateAAD(line.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }
}
