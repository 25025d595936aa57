package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.SignatureScheme;

/** Holes that other IKE daemons have had in signatures; see docs/known-problems.md. */
class CveSignaturesTest {

  private static final byte[] SIGNED = "signed octets".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SHA256 =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private static KeyPair rsa;

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();

  @BeforeAll
  static void key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
  }

  /** What a signature of these octets is, whatever they are. */
  private static byte[] raw(byte[] encoded) {
    RSAPrivateKey key = (RSAPrivateKey) rsa.getPrivate();
    byte[] value =
        new BigInteger(1, encoded).modPow(key.getPrivateExponent(), key.getModulus()).toByteArray();
    byte[] signature = new byte[256];
    int count = Math.min(256, value.length);
    System.arraycopy(value, value.length - count, signature, 256 - count, count);
    return signature;
  }

  /** 00 01 FF… 00 and what follows, in 256 octets, zeros behind. */
  private static byte[] encoded(int padding, byte[]... rest) {
    byte[] all = new byte[256];
    all[1] = 1;
    Arrays.fill(all, 2, 2 + padding, (byte) 0xff);
    int at = 3 + padding;
    for (byte[] piece : rest) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }

  private boolean accepts(byte[] encoded) {
    return crypto.verify(SignatureScheme.RSA_PKCS1_SHA256, rsa.getPublic(), SIGNED, raw(encoded));
  }

  /** The one without NULL as parameters is as good by RFC 8017 appendix A.2.4, and not tried. */
  private void onlyTheOneEncoding() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(SIGNED);
    int padding = 256 - 3 - SHA256.length - hash.length;
    assertTrue(accepts(encoded(padding, SHA256, hash)), "the right one");

    byte[] junk = new byte[20];
    Arrays.fill(junk, (byte) 0x77);
    byte[] longParameters =
        HexFormat.of().parseHex("303b301706096086480165030402010c0a" + "77".repeat(10) + "0420");
    byte[] longLength = HexFormat.of().parseHex("308131300d060960864801650304020105000420");
    byte[] sha1 = HexFormat.of().parseHex("3021300906052b0e03021a05000414");
    byte[] shortPadding = encoded(padding, SHA256, hash);
    shortPadding[10] = 0x7f;
    byte[] firstOctet = encoded(padding, SHA256, hash);
    firstOctet[1] = 2;
    for (byte[] wrong :
        List.of(
            encoded(padding - 20, SHA256, hash, junk),
            encoded(8, SHA256, hash, new byte[50]),
            encoded(0, SHA256, hash),
            encoded(padding - 10, longParameters, hash),
            encoded(padding - 1, longLength, hash),
            encoded(256 - 3 - sha1.length - 20, sha1, Arrays.copyOf(hash, 20)),
            encoded(256 - 3 - hash.length, hash),
            shortPadding,
            firstOctet)) {
      assertFalse(accepts(wrong), () -> HexFormat.of().formatHex(wrong));
    }
  }

  /**
   * strongSwan 4.x to 5.6.3 (gmp): the padding of PKCS #1 v1.5 was parsed and not compared, so that
   * octets in the parameters or behind the hash could be chosen, which forges signatures of keys
   * with a small exponent.
   */
  @Test
  void cve_2018_16151_pkcs1IsComparedNotParsed() throws Exception {
    onlyTheOneEncoding();
  }

  /** libreswan: the same again, eight years later. */
  @Test
  void cve_2026_50722_pkcs1IsComparedNotParsed() throws Exception {
    onlyTheOneEncoding();
  }

  /**
   * strongSwan 4.3.5 to 5.0.3 (openssl): verification said -1 for a signature that was none, and
   * that counted as yes.
   */
  @ParameterizedTest
  @EnumSource(SignatureScheme.class)
  void cve_2013_2944_whatIsNoSignatureIsRefused(SignatureScheme scheme) throws Exception {
    KeyPair pair = scheme.name().startsWith("RSA") ? rsa : other(scheme);
    for (int length : new int[] {0, 1, 2, 8, 63, 64, 65, 96, 132, 255, 256, 257, 5000}) {
      for (int octet : new int[] {0, 1, 0x30, 0xff}) {
        byte[] signature = new byte[length];
        Arrays.fill(signature, (byte) octet);
        assertFalse(crypto.verify(scheme, pair.getPublic(), SIGNED, signature));
      }
    }
    for (String der : List.of("3006020100020100", "3006020101020100", "30050201000200", "3080")) {
      assertFalse(
          crypto.verify(scheme, pair.getPublic(), SIGNED, HexFormat.of().parseHex(der)), der);
    }
  }

  private static KeyPair other(SignatureScheme scheme) throws Exception {
    if (scheme == SignatureScheme.ED25519) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
