package org.sekisho.console.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

  @Test
  void aFreshHashHasSaltAndIterationsOfItsOwn() {
    PasswordHash one = PasswordHash.of("torii".toCharArray(), new SecureRandom());
    PasswordHash two = PasswordHash.of("torii".toCharArray(), new SecureRandom());
    assertTrue(
        one.encoded().matches("pbkdf2-sha256:1:120000:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{43}"),
        one.encoded());
    assertFalse(one.encoded().equals(two.encoded()));
    assertTrue(one.matches("torii".toCharArray()));
    assertFalse(one.matches("Torii".toCharArray()));
    assertFalse(one.matches(new char[0]));
    assertEquals("PasswordHash[*]", one.toString());
  }

  @Test
  void theStoredFormReadsBack() {
    String stored = Passwords.encrypted("関所の門");
    PasswordHash read = PasswordHash.parse(stored).orElseThrow();
    assertEquals(stored, read.encoded());
    assertTrue(read.matches("関所の門".toCharArray()));
  }

  /** Made by Python: hashlib.pbkdf2_hmac('sha256', b'password', b'0123456789abcdef', 1000). */
  @Test
  void itIsPbkdf2WithHmacSha256() {
    String stored =
        "pbkdf2-sha256:1:1000:MDEyMzQ1Njc4OWFiY2RlZg:hRRjgXWkW8ResfIvBP99J_T4vkgEmMRV_0tJTOjR59I";
    assertTrue(PasswordHash.parse(stored).orElseThrow().matches("password".toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "pbkdf2-sha256",
        "pbkdf2-sha256:2:1000:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:1:0:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:1:99999999:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:1:1000:MDEy:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:1:1000:MDEyMzQ1Njc4OWFiY2RlZg:AAAA",
        "pbkdf2-sha256:1:1000:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
      })
  void otherFormsAreNoHash(String text) {
    assertTrue(PasswordHash.parse(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"abc,WEAK", "abcdefgh,WEAK", "tarotaro1,GOOD", "Torii-Gate-2026,STRONG"})
  void strengthIsLengthAndKinds(String password, PasswordStrength strength) {
    assertEquals(strength, PasswordStrength.of(password.toCharArray()));
  }
}
