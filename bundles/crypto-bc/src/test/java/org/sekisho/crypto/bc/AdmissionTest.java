package org.sekisho.crypto.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.crypto.admission.CryptoAdmission;
import org.sekisho.crypto.jca.JcaEspCrypto;

/** The examination of every provider, with the default one as the other side. */
class AdmissionTest {

  private final BcEspCrypto crypto = new BcEspCrypto();

  static Stream<EspSuite> suites() {
    return CryptoAdmission.allSuites().stream();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void passes(EspSuite suite) {
    assertTrue(crypto.supports(suite));
    assertEquals(
        List.of(), new CryptoAdmission(crypto, List.of(new JcaEspCrypto())).examine(suite));
  }

  @Test
  void keyLengthsThatDoNotExistAreNotSupported() {
    assertFalse(
        crypto.supports(
            new EspSuite(EncryptionAlgorithm.AES_GCM_16, 100, IntegrityAlgorithm.NONE, false)));
    assertEquals("bc", crypto.provider());
  }
}
