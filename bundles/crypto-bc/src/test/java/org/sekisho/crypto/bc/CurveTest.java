package org.sekisho.crypto.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/** Key exchange on curves, against Wycheproof's vectors, RFC 8031's and the JDK. */
class CurveTest {

  private final BcIkeCrypto crypto = new BcIkeCrypto();
  private final SecureRandom random = new SecureRandom();

  private static JsonNode json(String name) throws IOException {
    try (InputStream in = CurveTest.class.getResourceAsStream("/" + name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static List<JsonNode> wycheproof(String name) throws IOException {
    List<JsonNode> tests = new ArrayList<>();
    for (JsonNode group : json("wycheproof/" + name + "_test.json").get("testGroups")) {
      group.get("tests").forEach(tests::add);
    }
    return tests;
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asText());
  }

  /** Either may be the initiator, and each secret has the length of its group. */
  @ParameterizedTest
  @EnumSource(names = {"CURVE25519", "ECP_256", "ECP_384", "ECP_521"})
  void agreesWithTheJdk(KeyExchangeMethod method) throws Exception {
    assertTrue(crypto.supports(method));
    IkeCrypto jdk = new JcaIkeCrypto();
    try (KeyExchange own = crypto.keyExchange(method, random);
        KeyExchange other = jdk.keyExchange(method, random)) {
      assertEquals(method, own.method());
      assertEquals(method.publicLength(), own.publicValue().length);
      KeyExchangeAnswer theirs = jdk.respond(method, own.publicValue(), random);
      assertArrayEquals(theirs.sharedSecret(), own.sharedSecret(theirs.publicValue()));
      KeyExchangeAnswer ours = crypto.respond(method, other.publicValue(), random);
      assertArrayEquals(ours.sharedSecret(), other.sharedSecret(ours.publicValue()));
      boolean ecp = method != KeyExchangeMethod.CURVE25519;
      assertEquals(method.publicLength() / (ecp ? 2 : 1), ours.sharedSecret().length);
      assertFalse(Arrays.equals(ours.publicValue(), own.publicValue()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CURVE25519", "ECP_256", "ECP_384", "ECP_521"})
  void wrongLengthIsRefusedAndAClosedOneGivesNothing(KeyExchangeMethod method) {
    KeyExchange own = crypto.keyExchange(method, random);
    byte[] value = crypto.keyExchange(method, random).publicValue();
    for (int length : new int[] {0, 1, value.length - 1, value.length + 1, 2 * value.length}) {
      byte[] wrong = Arrays.copyOf(value, length);
      assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(wrong));
    }
    own.close();
    own.close();
    assertThrows(IllegalStateException.class, () -> own.sharedSecret(value));
  }

  @ParameterizedTest
  @EnumSource(names = {"ECP_256", "ECP_384", "ECP_521"})
  void pointOffTheCurveIsRefused(KeyExchangeMethod method) {
    KeyExchange own = crypto.keyExchange(method, random);
    byte[] value = crypto.keyExchange(method, random).publicValue();
    for (int i = 0; i < value.length; i += 7) {
      byte[] wrong = value.clone();
      wrong[i] ^= 1;
      assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(wrong));
    }
    assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(new byte[value.length]));
    byte[] outOfRange = new byte[value.length];
    Arrays.fill(outOfRange, (byte) 0xff);
    assertThrows(GeneralSecurityException.class, () -> own.sharedSecret(outOfRange));
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, ECP_256, 300", "secp384r1, ECP_384, 700", "secp521r1, ECP_521, 600"})
  void ecdhWycheproof(String curve, KeyExchangeMethod method, int atLeast) throws Exception {
    int agreed = 0;
    for (JsonNode test : wycheproof("ecdh_" + curve + "_ecpoint")) {
      KeyExchange own = new BcEcpKeyExchange(method, new BigInteger(1, hex(test, "private")));
      byte[] point = hex(test, "public");
      // the KE payload has no 04 octet; what does not begin with it cannot be expressed there
      boolean uncompressed = point.length > 0 && point[0] == 4;
      byte[] value = uncompressed ? Arrays.copyOfRange(point, 1, point.length) : point;
      if (test.get("result").asText().equals("valid")) {
        assertArrayEquals(hex(test, "shared"), own.sharedSecret(value), test.toString());
        agreed++;
      } else {
        assertThrows(
            GeneralSecurityException.class, () -> own.sharedSecret(value), test.toString());
      }
    }
    assertTrue(agreed >= atLeast, "only " + agreed + " agreed");
  }

  @Test
  void x25519Wycheproof() throws Exception {
    int agreed = 0;
    int refused = 0;
    for (JsonNode test : wycheproof("x25519")) {
      KeyExchange own = new BcX25519KeyExchange(hex(test, "private"));
      byte[] shared = hex(test, "shared");
      byte[] value = hex(test, "public");
      if (Arrays.equals(shared, new byte[32])) {
        assertThrows(
            GeneralSecurityException.class, () -> own.sharedSecret(value), test.toString());
        refused++;
      } else {
        assertArrayEquals(shared, own.sharedSecret(value), test.toString());
        agreed++;
      }
    }
    assertTrue(agreed > 450, "only " + agreed + " agreed");
    assertTrue(refused > 10, "only " + refused + " refused");
  }

  @Test
  void rfc8031() throws Exception {
    JsonNode v = json("ike/rfc8031-x25519.json");
    KeyExchange i = new BcX25519KeyExchange(hex(v, "random_i"));
    KeyExchange r = new BcX25519KeyExchange(hex(v, "random_r"));
    assertArrayEquals(hex(v, "pub_i"), i.publicValue());
    assertArrayEquals(hex(v, "pub_r"), r.publicValue());
    assertArrayEquals(hex(v, "shared"), i.sharedSecret(r.publicValue()));
    assertArrayEquals(hex(v, "shared"), r.sharedSecret(i.publicValue()));
  }
}
