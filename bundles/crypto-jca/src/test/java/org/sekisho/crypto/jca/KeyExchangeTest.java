package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

class KeyExchangeTest {

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "ML_KEM_.*")
  void bothSidesAgree(KeyExchangeMethod method) throws Exception {
    assertTrue(crypto.supports(method));
    try (KeyExchange a = crypto.keyExchange(method, random);
        KeyExchange b = crypto.keyExchange(method, random)) {
      assertEquals(method, a.method());
      assertEquals(method.publicLength(), a.publicValue().length);
      byte[] secret = a.sharedSecret(b.publicValue());
      assertArrayEquals(secret, b.sharedSecret(a.publicValue()));
      boolean ecp = method.name().startsWith("ECP");
      assertEquals(method.publicLength() / (ecp ? 2 : 1), secret.length);
      assertFalse(Arrays.equals(a.publicValue(), b.publicValue()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "ML_KEM_.*")
  void wrongLengthIsRefused(KeyExchangeMethod method) {
    try (KeyExchange own = crypto.keyExchange(method, random);
        KeyExchange other = crypto.keyExchange(method, random)) {
      byte[] value = other.publicValue();
      for (int length : new int[] {0, 1, value.length - 1, value.length + 1, 2 * value.length}) {
        byte[] wrong = Arrays.copyOf(value, length);
        assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(wrong));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "ML_KEM_.*")
  void closedGivesNoSecret(KeyExchangeMethod method) {
    KeyExchange own = crypto.keyExchange(method, random);
    byte[] value = own.publicValue();
    own.close();
    assertThrows(IllegalStateException.class, () -> own.sharedSecret(value));
  }

  @Test
  void keyEncapsulationIsForAnotherProvider() {
    for (KeyExchangeMethod method : KeyExchangeMethod.values()) {
      assertEquals(!method.isKem(), crypto.supports(method));
    }
  }

  @Test
  void modpPrimesAreThoseOfTheRfcs() {
    int found = 0;
    for (JsonNode group : Vectors.json("ike/modp-groups.json").get("groups")) {
      for (KeyExchangeMethod method : KeyExchangeMethod.values()) {
        if (method.id() == group.get("ike_group").asInt()) {
          BigInteger prime = new BigInteger(group.get("prime_hex").asText(), 16);
          assertEquals(prime, ModpGroup.prime(method));
          assertEquals(method.publicLength() * 8, prime.bitLength());
          assertEquals(ModpGroup.GENERATOR.intValue(), group.get("generator").asInt());
          found++;
        }
      }
    }
    assertEquals(6, found);
  }

  @ParameterizedTest
  @EnumSource(names = "MODP_.*", mode = EnumSource.Mode.MATCH_ALL)
  void modpRangeIsChecked(KeyExchangeMethod method) throws Exception {
    BigInteger p = ModpGroup.prime(method);
    int length = method.publicLength();
    KeyExchange own = crypto.keyExchange(method, random);
    byte[] allOnes = new byte[length];
    Arrays.fill(allOnes, (byte) 0xff);
    for (byte[] bad :
        new byte[][] {
          new byte[length],
          Octets.of(BigInteger.ONE, length),
          Octets.of(p.subtract(BigInteger.ONE), length),
          Octets.of(p, length),
          Octets.of(p.add(BigInteger.ONE), length),
          allOnes
        }) {
      assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(bad));
    }
    assertEquals(length, own.sharedSecret(Octets.of(BigInteger.TWO, length)).length);
    assertEquals(length, own.sharedSecret(Octets.of(p.subtract(BigInteger.TWO), length)).length);
  }

  /** RFC 7296 section 2.14: one secret in 256 would be shorter without padding. */
  @Test
  void modpSecretIsPaddedOnTheLeft() throws Exception {
    KeyExchangeMethod method = KeyExchangeMethod.MODP_768;
    KeyExchange one = new ModpKeyExchange(method, BigInteger.ONE);
    byte[] expected = new byte[96];
    expected[95] = 7;
    assertArrayEquals(
        expected, one.sharedSecret(Octets.of(BigInteger.valueOf(7), method.publicLength())));
    byte[] own = new byte[96];
    own[95] = 2;
    assertArrayEquals(own, one.publicValue());
  }

  @Test
  void exponentsHaveTheirLength() {
    SecureRandom zero =
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
          }
        };
    KeyExchangeMethod method = KeyExchangeMethod.MODP_2048;
    BigInteger exponent = BigInteger.ONE.shiftLeft(ModpGroup.exponentBits(method) - 1);
    BigInteger value = BigInteger.TWO.modPow(exponent, ModpGroup.prime(method));
    assertArrayEquals(Octets.of(value, 256), crypto.keyExchange(method, zero).publicValue());
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, ECP_256, 300", "secp384r1, ECP_384, 700", "secp521r1, ECP_521, 600"})
  void ecdhWycheproof(String curve, KeyExchangeMethod method, int atLeast) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    ECPublicKey any = (ECPublicKey) generator.generateKeyPair().getPublic();
    int agreed = 0;
    for (Vectors.Case c : Vectors.wycheproof("ecdh_" + curve + "_ecpoint")) {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(new BigInteger(1, c.octets("private")), any.getParams()));
      EcpKeyExchange own = new EcpKeyExchange(method, new KeyPair(any, key));
      byte[] point = c.octets("public");
      // the KE payload has no 04 octet; what does not begin with it cannot be expressed there
      boolean uncompressed = point.length > 0 && point[0] == 4;
      byte[] value = uncompressed ? Arrays.copyOfRange(point, 1, point.length) : point;
      if (c.valid()) {
        assertArrayEquals(c.octets("shared"), own.sharedSecret(value), c.toString());
        agreed++;
      } else {
        assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(value), c.toString());
      }
    }
    assertTrue(agreed >= atLeast, "only " + agreed + " agreed");
  }

  @ParameterizedTest
  @EnumSource(names = "ECP_.*", mode = EnumSource.Mode.MATCH_ALL)
  void pointOffTheCurveIsRefused(KeyExchangeMethod method) {
    KeyExchange own = crypto.keyExchange(method, random);
    byte[] value = crypto.keyExchange(method, random).publicValue();
    for (int i = 0; i < value.length; i += 7) {
      byte[] wrong = value.clone();
      wrong[i] ^= 1;
      assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(wrong));
    }
    assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(new byte[value.length]));
  }

  @Test
  void x25519Wycheproof() throws Exception {
    int agreed = 0;
    int refused = 0;
    for (Vectors.Case c : Vectors.wycheproof("x25519")) {
      KeyExchange own = x25519(c.octets("private"));
      byte[] shared = c.octets("shared");
      if (Arrays.equals(shared, new byte[32])) {
        assertThrows(
            GeneralSecurityException.class,
            () -> own.sharedSecret(c.octets("public")),
            c.toString());
        refused++;
      } else {
        assertArrayEquals(shared, own.sharedSecret(c.octets("public")), c.toString());
        agreed++;
      }
    }
    assertTrue(agreed > 450, "only " + agreed + " agreed");
    assertTrue(refused > 10, "only " + refused + " refused");
  }

  @Test
  void rfc8031() throws Exception {
    JsonNode v = Vectors.json("ike/rfc8031-x25519.json");
    KeyExchange i = crypto.keyExchange(KeyExchangeMethod.CURVE25519, fixed(v, "random_i"));
    KeyExchange r = crypto.keyExchange(KeyExchangeMethod.CURVE25519, fixed(v, "random_r"));
    assertArrayEquals(Vectors.hex(v, "pub_i"), i.publicValue());
    assertArrayEquals(Vectors.hex(v, "pub_r"), r.publicValue());
    assertArrayEquals(Vectors.hex(v, "shared"), i.sharedSecret(r.publicValue()));
    assertArrayEquals(Vectors.hex(v, "shared"), r.sharedSecret(i.publicValue()));
  }

  private static KeyExchange x25519(byte[] scalar) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("X25519")
            .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
    return new X25519KeyExchange(BigInteger.valueOf(9), key);
  }

  private static SecureRandom fixed(JsonNode node, String field) {
    byte[] value = Vectors.hex(node, field);
    return new SecureRandom() {
      @Override
      public void nextBytes(byte[] bytes) {
        System.arraycopy(value, 0, bytes, 0, bytes.length);
      }
    };
  }
}
