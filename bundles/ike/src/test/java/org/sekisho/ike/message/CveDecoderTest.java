package org.sekisho.ike.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holes that other IKE daemons have had in the decoder; see docs/known-problems.md. */
class CveDecoderTest {

  private static final Duration NEVER = Duration.ofSeconds(20);

  /**
   * CVE-2026-35333: an attribute whose length was zero, or less than its own header, was read again
   * and again. So is every structure with a length here: payload, proposal, transform, attribute of
   * a transform, selector, configuration attribute, each with length zero and one less than its
   * header.
   */
  @ParameterizedTest
  @CsvSource({
    "43, 00000000, payload",
    "43, 00000003, payload",
    "33, 00000010 02000000 01010002 00000000, proposal",
    "33, 00000010 02000007 01010002 00000000, proposal",
    "33, 00000018 00000014 01010002 03000000 01000014 00000000, transform",
    "33, 00000018 00000014 01010002 03000007 01000014 00000000, transform",
    "33, 00000014 00000010 01010001 00000008 01000014 00, attribute",
    "44, 00000010 02000000 07000000 07000000, selector",
    "44, 00000010 02000000 07000003 07000003, selector",
    "44, 00000010 02000000 09000000 09000000, selector of unknown type",
    "47, 0000000e 01000000 0001ffff 0001, configuration attribute"
  })
  void cve_2026_35333_lengthsThatDoNotAdvance(int type, String hex, String what) {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    Decoded.ProtectedError error =
        assertInstanceOf(
            Decoded.ProtectedError.class,
            assertTimeoutPreemptively(NEVER, () -> PayloadChain.decodeProtected(type, octets)),
            what);
    assertEquals(NotifyType.INVALID_SYNTAX, error.cause().notifyType());
  }
}
