package org.sekisho.console.users;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is stored: PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), written {@code
 * pbkdf2-sha256:1:ITERATIONS:SALT:HASH} with salt and hash in base64url without padding. The number
 * after the name is the version of this form. Immutable.
 */
public final class PasswordHash {

  /** Iterations of new hashes: about 0.1 s of work on a small router. */
  public static final int ITERATIONS = 120_000;

  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "pbkdf2-sha256:1:([1-9][0-9]{0,7}):([A-Za-z0-9_-]{11,86}):([A-Za-z0-9_-]{43})");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Hashes a password with a fresh salt.
   *
   * @param password is left as it is; the caller zeroes it
   */
  public static PasswordHash of(char[] password, SecureRandom random) {
    return of(password, random, ITERATIONS);
  }

  static PasswordHash of(char[] password, SecureRandom random, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, iterations));
  }

  /** Reads the stored form; empty when it is another one. */
  public static Optional<PasswordHash> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int iterations = Integer.parseInt(m.group(1));
    if (iterations > MOST_ITERATIONS) {
      return Optional.empty();
    }
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      byte[] hash = base64.decode(m.group(3));
      return Optional.of(new PasswordHash(iterations, base64.decode(m.group(2)), hash));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the last character carries impossible bits
    }
  }

  /** Compares in constant time. */
  public boolean matches(char[] password) {
    byte[] other = derive(password, salt, iterations);
    boolean same = MessageDigest.isEqual(hash, other);
    Arrays.fill(other, (byte) 0);
    return same;
  }

  /** The stored form; treat it as a secret. */
  public String encoded() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "pbkdf2-sha256:1:%d:%s:%s"
        .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** Never the hash. */
  @Override
  public String toString() {
    return "PasswordHash[*]";
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("the password cannot be hashed", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }
}
