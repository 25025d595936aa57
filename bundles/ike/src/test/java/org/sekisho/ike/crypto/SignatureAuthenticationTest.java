package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SignatureScheme;
import org.sekisho.api.crypto.SigningKeys;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.AuthPayload;

class SignatureAuthenticationTest {

  private static final Set<SignatureHashes> ALL = EnumSet.allOf(SignatureHashes.class);

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();
  private final SignatureAuthentication signatures = new SignatureAuthentication(crypto);
  private final SecureRandom random = new SecureRandom();
  private final SignedOctets octets = octets(7);

  private SignedOctets octets(int nonce) {
    IkeSuite suite =
        new IkeSuite(
            EncryptionAlgorithm.AES_CBC,
            128,
            IntegrityAlgorithm.HMAC_SHA2_256_128,
            PrfAlgorithm.HMAC_SHA2_256,
            KeyExchangeMethod.CURVE25519,
            List.of());
    IkeKeys keys =
        new KeySchedule(crypto).ikeKeys(suite, new byte[32], new byte[16], new byte[16], 1, 2);
    return SignedOctets.of(
        crypto,
        suite.prf(),
        keys,
        true,
        new byte[100],
        new byte[] {(byte) nonce},
        new byte[] {2, 0, 0, 0, 'a'},
        new byte[0]);
  }

  private static KeyPair pair(String algorithm, String size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(Integer.parseInt(size));
    } else if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec(size));
    }
    return generator.generateKeyPair();
  }

  private AuthPayload sign(KeyPair pair, Optional<Set<SignatureHashes>> hashes, boolean pkcs1)
      throws SignatureAuthentication.Refusal {
    return signatures.sign(pair.getPublic(), pair.getPrivate(), octets, hashes, pkcs1, random);
  }

  /** Octets of RFC 7427 appendix A and RFC 8420. */
  @ParameterizedTest
  @CsvSource({
    "RSA_PKCS1_SHA256, 300d06092a864886f70d01010b0500",
    "RSA_PKCS1_SHA384, 300d06092a864886f70d01010c0500",
    "RSA_PKCS1_SHA512, 300d06092a864886f70d01010d0500",
    "ECDSA_SHA256, 300a06082a8648ce3d040302",
    "ECDSA_SHA384, 300a06082a8648ce3d040303",
    "ECDSA_SHA512, 300a06082a8648ce3d040304",
    "ED25519, 300506032b6570",
    "RSA_PSS_SHA256, 304606092a864886f70d01010a3039a00f300d06096086480165030402010500a11c301a06092a"
        + "864886f70d010108300d06096086480165030402010500a203020120a303020101"
  })
  void identifiersOfTheRfc(SignatureScheme scheme, String hex) {
    assertEquals(Optional.of(scheme), SignatureAlgorithms.scheme(HexFormat.of().parseHex(hex)));
  }

  @Test
  void ourPssIdentifierLeavesOutTheDefault() {
    assertEquals(
        "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d01"
            + "0108300d06096086480165030402010500a203020120",
        HexFormat.of().formatHex(SignatureAlgorithms.identifier(SignatureScheme.RSA_PSS_SHA256)));
  }

  @Test
  void otherSaltsAndShaOneAreUnknown() {
    byte[] pss = SignatureAlgorithms.identifier(SignatureScheme.RSA_PSS_SHA256);
    pss[pss.length - 1] = 20;
    assertEquals(Optional.empty(), SignatureAlgorithms.scheme(pss));
    assertEquals(
        Optional.empty(),
        SignatureAlgorithms.scheme(HexFormat.of().parseHex("300d06092a864886f70d0101050500")));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, false, RSA_PSS_SHA256",
    "RSA, 2048, true, RSA_PKCS1_SHA256",
    "EC, secp256r1, false, ECDSA_SHA256",
    "EC, secp384r1, false, ECDSA_SHA384",
    "EC, secp521r1, false, ECDSA_SHA512",
    "Ed25519, -, false, ED25519"
  })
  void method14(String algorithm, String size, boolean pkcs1, SignatureScheme scheme)
      throws GeneralSecurityException, SignatureAuthentication.Refusal {
    KeyPair pair = pair(algorithm, size);
    AuthPayload auth = sign(pair, Optional.of(ALL), pkcs1);
    assertEquals(14, auth.method());
    byte[] identifier = SignatureAlgorithms.identifier(scheme);
    assertEquals(identifier.length, auth.data()[0]);
    assertArrayEquals(identifier, Arrays.copyOfRange(auth.data(), 1, 1 + identifier.length));
    assertEquals(scheme, signatures.verify(pair.getPublic(), auth, octets, true));
    refused(pair.getPublic(), auth, octets(8), true, "the peer's signature is wrong");
    for (int cut = 0; cut < auth.data().length; cut += 9) {
      AuthPayload shorter = new AuthPayload(14, Arrays.copyOf(auth.data(), cut));
      assertThrows(
          SignatureAuthentication.Refusal.class,
          () -> signatures.verify(pair.getPublic(), shorter, octets, true));
    }
  }

  /** RFC 4754: r and s, each as long as a coordinate. */
  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, 1, 256",
    "EC, secp256r1, 9, 64",
    "EC, secp384r1, 10, 96",
    "EC, secp521r1, 11, 132"
  })
  void methodsOfBefore(String algorithm, String size, int method, int length)
      throws GeneralSecurityException, SignatureAuthentication.Refusal {
    KeyPair pair = pair(algorithm, size);
    for (int i = 0; i < 20; i++) { // r or s with leading zeros comes up among them
      AuthPayload auth = sign(pair, Optional.empty(), false);
      assertEquals(method, auth.method());
      assertEquals(length, auth.data().length);
      signatures.verify(pair.getPublic(), auth, octets, false);
      refused(pair.getPublic(), auth, octets, true, "signs by an older method all the same");
      refused(pair.getPublic(), auth, octets(8), false, "the peer's signature is wrong");
    }
  }

  @Test
  void aMethodThatDoesNotFitTheKey()
      throws GeneralSecurityException, SignatureAuthentication.Refusal {
    KeyPair pair = pair("EC", "secp256r1");
    AuthPayload auth = sign(pair, Optional.empty(), false);
    AuthPayload wrong = new AuthPayload(AuthPayload.ECDSA_384, auth.data());
    refused(pair.getPublic(), wrong, octets, false, "does not fit the key");
    AuthPayload der = new AuthPayload(AuthPayload.ECDSA_256, new byte[70]);
    refused(pair.getPublic(), der, octets, false, "the peer's signature is wrong");
  }

  @Test
  void rAndSInFixedLength() {
    byte[] der = HexFormat.of().parseHex("3007020200ff02017f");
    byte[] raw = EcdsaEncoding.toRaw(der, 32);
    assertEquals(64, raw.length);
    assertEquals((byte) 0xff, raw[31]);
    assertEquals(0x7f, raw[63]);
    assertArrayEquals(der, EcdsaEncoding.toDer(raw, 32).orElseThrow());
    byte[] high = new byte[132];
    Arrays.fill(high, (byte) 0xff);
    byte[] large = EcdsaEncoding.toDer(high, 66).orElseThrow();
    assertEquals((byte) 0x81, large[1]);
    assertArrayEquals(high, EcdsaEncoding.toRaw(large, 66));
    assertEquals(Optional.empty(), EcdsaEncoding.toDer(new byte[63], 32));
  }

  @Test
  void onlyHashesThePeerCanVerify() throws GeneralSecurityException {
    KeyPair ed = pair("Ed25519", "");
    SignatureAuthentication.Refusal refusal =
        assertThrows(
            SignatureAuthentication.Refusal.class,
            () -> sign(ed, Optional.of(EnumSet.of(SignatureHashes.SHA2_256)), false));
    assertTrue(refusal.getMessage().contains("use another certificate"));
    KeyPair ec = pair("EC", "secp384r1");
    SignatureScheme scheme =
        assertDoesSign(ec, EnumSet.of(SignatureHashes.SHA2_512, SignatureHashes.IDENTITY));
    assertEquals(SignatureScheme.ECDSA_SHA512, scheme);
  }

  private SignatureScheme assertDoesSign(KeyPair pair, Set<SignatureHashes> hashes) {
    try {
      AuthPayload auth = sign(pair, Optional.of(hashes), false);
      return signatures.verify(pair.getPublic(), auth, octets, true);
    } catch (SignatureAuthentication.Refusal e) {
      throw new AssertionError(e);
    }
  }

  /** Keys a hostile peer may choose. */
  @Test
  void keysThatAreNotAccepted() throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE);
    assertTrue(SigningKeys.problem(rsa(modulus, BigInteger.valueOf(3))).isEmpty());
    assertFalse(SigningKeys.problem(rsa(modulus, BigInteger.valueOf(4))).isEmpty());
    assertFalse(SigningKeys.problem(rsa(modulus, BigInteger.ONE.shiftLeft(100))).isEmpty());
    assertFalse(SigningKeys.problem(rsa(modulus.shiftRight(1024), BigInteger.TEN)).isEmpty());
    assertFalse(SigningKeys.problem(pair("Ed448", "").getPublic()).isEmpty());
    assertFalse(SigningKeys.problem(pair("X25519", "").getPublic()).isEmpty());
  }

  private static PublicKey rsa(BigInteger modulus, BigInteger exponent) {
    return new RsaKey(modulus, exponent);
  }

  /** A key no provider would make. */
  private record RsaKey(BigInteger getModulus, BigInteger getPublicExponent)
      implements java.security.interfaces.RSAPublicKey {
    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private void refused(
      PublicKey key, AuthPayload auth, SignedOctets over, boolean knowsRfc7427, String sentence) {
    String message =
        assertThrows(
                SignatureAuthentication.Refusal.class,
                () -> signatures.verify(key, auth, over, knowsRfc7427))
            .getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
