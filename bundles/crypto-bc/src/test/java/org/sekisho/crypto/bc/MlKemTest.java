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
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** ML-KEM as IKE uses it, against Wycheproof's vectors and the properties of FIPS 203. */
class MlKemTest {

  private static final Map<KeyExchangeMethod, String> NAMES =
      Map.of(
          KeyExchangeMethod.ML_KEM_512,
          "mlkem_512",
          KeyExchangeMethod.ML_KEM_768,
          "mlkem_768",
          KeyExchangeMethod.ML_KEM_1024,
          "mlkem_1024");

  private final BcIkeCrypto crypto = new BcIkeCrypto();

  /** Gives the octets of a vector, once. */
  private static final class Script extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] octets;
    private int at;

    Script(byte[] octets) {
      this.octets = octets;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(octets, at, bytes, 0, bytes.length);
      at += bytes.length;
    }

    boolean isUsedUp() {
      return at == octets.length;
    }
  }

  private static JsonNode groups(String file) throws IOException {
    try (InputStream in = MlKemTest.class.getResourceAsStream("/wycheproof/" + file + ".json")) {
      return new ObjectMapper().readTree(in).get("testGroups");
    }
  }

  private static byte[] octets(JsonNode test, String field) {
    return HexFormat.of().parseHex(test.get(field).asText());
  }

  /** The initiator: key pair from a seed, then the secret of a ciphertext, forged ones included. */
  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void keyPairsAndDecapsulation(KeyExchangeMethod method) throws Exception {
    int valid = 0;
    int refused = 0;
    for (JsonNode group : groups(NAMES.get(method) + "_test")) {
      for (JsonNode test : group.get("tests")) {
        byte[] seed = octets(test, "seed");
        if (seed.length != 64) {
          continue; // not a seed that a random source could give
        }
        Script random = new Script(seed);
        KeyExchange exchange = crypto.keyExchange(method, random);
        assertTrue(random.isUsedUp());
        byte[] ciphertext = octets(test, "c");
        if (test.get("result").asText().equals("valid")) {
          assertArrayEquals(octets(test, "ek"), exchange.publicValue(), test.get("tcId").asText());
          assertArrayEquals(octets(test, "K"), exchange.sharedSecret(ciphertext));
          valid++;
        } else {
          assertThrows(
              GeneralSecurityException.class,
              () -> exchange.sharedSecret(ciphertext),
              test.get("tcId").asText());
          refused++;
        }
      }
    }
    assertTrue(valid >= 12, () -> method + " valid");
    assertTrue(refused >= 1, () -> method + " refused");
  }

  /** The responder: ciphertext and secret from a key and 32 random octets; bad keys are refused. */
  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void encapsulation(KeyExchangeMethod method) throws Exception {
    int valid = 0;
    int refused = 0;
    for (JsonNode group : groups(NAMES.get(method) + "_encaps_test")) {
      for (JsonNode test : group.get("tests")) {
        Script random = new Script(octets(test, "m"));
        byte[] key = octets(test, "ek");
        String id = test.get("tcId").asText();
        if (test.get("result").asText().equals("valid")) {
          KeyExchangeAnswer answer = crypto.respond(method, key, random);
          assertArrayEquals(octets(test, "c"), answer.publicValue(), id);
          assertArrayEquals(octets(test, "K"), answer.sharedSecret(), id);
          valid++;
        } else {
          assertThrows(
              GeneralSecurityException.class, () -> crypto.respond(method, key, random), id);
          refused++;
        }
      }
    }
    assertTrue(valid >= 8, () -> method + " valid");
    assertTrue(refused >= 4, () -> method + " refused");
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
  void bothSidesAgreeAndAForgeryGivesAnotherSecret(KeyExchangeMethod method) throws Exception {
    SecureRandom random = new SecureRandom();
    KeyExchange initiator = crypto.keyExchange(method, random);
    assertEquals(method.publicLength(), initiator.publicValue().length);
    KeyExchangeAnswer answer = crypto.respond(method, initiator.publicValue(), random);
    assertEquals(method.answerLength(), answer.publicValue().length);
    assertArrayEquals(answer.sharedSecret(), initiator.sharedSecret(answer.publicValue()));
    byte[] forged = answer.publicValue();
    forged[7] ^= 1;
    byte[] rejected = initiator.sharedSecret(forged);
    assertEquals(32, rejected.length);
    assertFalse(Arrays.equals(answer.sharedSecret(), rejected));
    assertArrayEquals(rejected, initiator.sharedSecret(forged)); // and always the same
    initiator.close();
    assertThrows(IllegalStateException.class, () -> initiator.sharedSecret(answer.publicValue()));
  }

  @Test
  void nothingElseIsServedHere() {
    for (KeyExchangeMethod method : KeyExchangeMethod.values()) {
      boolean modp = method.name().startsWith("MODP");
      assertEquals(!modp, crypto.supports(method));
      if (modp) {
        SecureRandom random = new SecureRandom();
        assertThrows(IllegalArgumentException.class, () -> crypto.keyExchange(method, random));
        assertThrows(
            IllegalArgumentException.class, () -> crypto.respond(method, new byte[32], random));
      }
    }
  }

  @Test
  void anAnswerDoesNotPrintItsSecret() {
    KeyExchangeAnswer answer = new KeyExchangeAnswer(new byte[] {1}, new byte[] {2});
    assertEquals("KeyExchangeAnswer[confidential]", answer.toString());
  }
}
