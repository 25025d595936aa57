package org.sekisho.crypto.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.crypto.admission.FaultyCrypto.Fault;

/** The examination finds faults, and none where there is none. */
class CryptoAdmissionTest {

  private static final EspSuite GCM =
      new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
  private static final EspSuite GCM_ESN =
      new EspSuite(EncryptionAlgorithm.AES_GCM_16, 128, IntegrityAlgorithm.NONE, true);
  private static final EspSuite CBC =
      new EspSuite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA1_96, false);
  private static final EspSuite CBC_ESN =
      new EspSuite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, true);

  private static Set<String> checksThatFind(Fault fault, EspSuite suite) {
    EspCrypto good = new FaultyCrypto(Fault.NONE);
    return new CryptoAdmission(new FaultyCrypto(fault), List.of(good))
        .examine(suite).stream().map(Finding::check).collect(Collectors.toSet());
  }

  @Test
  void aProviderByTheLetterPassesEverything() {
    EspCrypto good = new FaultyCrypto(Fault.NONE);
    CryptoAdmission admission = new CryptoAdmission(good, List.of(good));
    for (EspSuite suite : List.of(GCM, GCM_ESN, CBC, CBC_ESN)) {
      assertEquals(List.of(), admission.examine(suite));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TAKES_ANY_ICV, forged packets",
    "LEAVES_PLAINTEXT, forged packets",
    "SAME_IV, IVs",
    "KEEPS_CALLERS_KEY, use",
    "FORGETS_LAST_OF_RUN, runs of packets",
    "FORGETS_LAST_OF_RUN, other providers",
    "WRITES_BEHIND_PACKET, runs of packets",
    "STOPS_AT_FORGERY, forged packets",
    "WORKS_AFTER_CLOSE, use",
    "TAKES_ANY_LENGTH, lengths",
    "SHORT_KEY, use",
    "THROWS, packets of the RFCs"
  })
  void faultsOfAnySuiteAreFound(Fault fault, String check) {
    for (EspSuite suite : List.of(GCM, CBC_ESN)) {
      Set<String> found = checksThatFind(fault, suite);
      assertTrue(found.contains(check), () -> suite + " has " + fault + ", found: " + found);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IGNORES_HIGH_HALF, packets of the RFCs",
    "IGNORES_HIGH_HALF, forged packets",
    "IGNORES_HIGH_HALF, other providers"
  })
  void faultsWithExtendedNumbersAreFound(Fault fault, String check) {
    assertTrue(checksThatFind(fault, GCM_ESN).contains(check));
    assertTrue(checksThatFind(fault, CBC_ESN).contains(check));
    assertEquals(Set.of(), checksThatFind(fault, CBC));
  }

  @Test
  void aProviderThatThrowsDoesNotKeepItsReplacementOut() {
    EspCrypto good = new FaultyCrypto(Fault.NONE);
    EspCrypto broken = new FaultyCrypto(Fault.THROWS);
    CryptoAdmission admission = new CryptoAdmission(good, List.of(broken, good));
    for (EspSuite suite : List.of(GCM, CBC_ESN)) {
      assertEquals(List.of(), admission.examine(suite));
    }
  }

  @Test
  void chainedIvsAreFound() {
    assertEquals(Set.of("IVs"), checksThatFind(Fault.CHAINED_IV, CBC));
  }

  @Test
  void publishedVectorsCoverWhatEspHas() {
    assertEquals(433, Vector.all().size());
    Set<EncryptionAlgorithm> encryptions = new HashSet<>();
    Set<IntegrityAlgorithm> integrities = new HashSet<>();
    Vector.all().forEach(v -> encryptions.add(v.suite().encryption()));
    Vector.all().forEach(v -> integrities.add(v.suite().integrity()));
    assertEquals(Set.of(EncryptionAlgorithm.values()), encryptions);
    assertEquals(Set.of(IntegrityAlgorithm.values()), integrities);
    assertTrue(Vector.all().stream().filter(v -> v.text() == null).count() > 100, "forgeries");
    assertFalse(Vector.of(CBC_ESN).stream().anyMatch(v -> v.sequenceHigh() == 0));
  }

  @Test
  void everySuiteIsExamined() {
    assertEquals(2 * (3 + 1 + 5 * (3 + 1 + 1 + 1)), CryptoAdmission.allSuites().size());
  }
}
