package org.sekisho.crypto.ipsecmb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.crypto.admission.CryptoAdmission;
import org.sekisho.crypto.bc.BcEspCrypto;
import org.sekisho.crypto.jca.JcaEspCrypto;

/** The examination of every provider, together with the other two. */
class AdmissionTest {

  private static ImbLibrary library;
  private static EspCrypto crypto;
  private static CryptoAdmission admission;

  @BeforeAll
  static void load() {
    library = Library.load();
    crypto = new IpsecMbEspCrypto(library);
    admission = new CryptoAdmission(crypto, List.of(new JcaEspCrypto(), new BcEspCrypto()));
  }

  @AfterAll
  static void end() {
    library.release();
    assertEquals(0, library.managersAlive(), "all managers are freed");
  }

  static Stream<EspSuite> suites() {
    return CryptoAdmission.allSuites().stream().filter(s -> crypto.supports(s));
  }

  @Test
  void threeKindsOfSuites() {
    assertEquals(6 + 2 + 3 * 4 * 2, suites().count());
    assertTrue(library.instructionSet().matches("(sse|avx|avx2|avx512)_t[123]"));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void passes(EspSuite suite) {
    assertEquals(List.of(), admission.examine(suite));
  }
}
