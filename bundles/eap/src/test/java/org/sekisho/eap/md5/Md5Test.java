package org.sekisho.eap.md5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sekisho.api.eap.EapPassword;
import org.sekisho.eap.method.EapMethodException;

class Md5Test {

  /** {@code printf '\x2asecret0123456789abcdef' | md5sum}. */
  @Test
  void knownAnswer() {
    assertArrayEquals(
        HexFormat.of().parseHex("a57ec369f8c605afba4ed52346fc0a4a"),
        Md5Challenge.answer(
            0x2a,
            EapPassword.of("secret"),
            "0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void sizesOutsideTheDataAreRefused() {
    for (byte[] data : new byte[][] {{}, {0}, {0, 1}, {2, 1}, {(byte) 255, 1, 2, 3}}) {
      assertThrows(EapMethodException.class, () -> Md5Challenge.decode(data));
    }
  }
}
