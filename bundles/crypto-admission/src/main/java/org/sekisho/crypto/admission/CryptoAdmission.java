package org.sekisho.crypto.admission;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;

/**
 * Examines a provider of ESP transforms: published vectors, packets by the letter of the RFCs,
 * forgeries, runs of packets, IVs, wrong use, and decryption of what other providers made. Takes a
 * tenth of a second a suite, needs a few megabytes and one thread, and leaves nothing behind.
 */
public final class CryptoAdmission {

  private final EspCrypto candidate;
  private final List<Check> checks;

  /**
   * Prepares an examination.
   *
   * @param candidate the provider to examine
   * @param others providers it must understand and be understood by
   */
  public CryptoAdmission(EspCrypto candidate, List<EspCrypto> others) {
    this.candidate = candidate;
    checks =
        List.of(
            new VectorCheck(),
            new RfcCheck(),
            new RunCheck(),
            new ForgeryCheck(),
            new LengthCheck(),
            new IvCheck(),
            new UseCheck(),
            new CrossCheck(List.copyOf(others)));
  }

  /** Every suite there can be, with and without ESN; what a provider lacks is not examined. */
  public static List<EspSuite> allSuites() {
    List<EspSuite> suites = new ArrayList<>();
    for (EncryptionAlgorithm encryption : EncryptionAlgorithm.values()) {
      for (int bits : keyLengths(encryption)) {
        for (IntegrityAlgorithm integrity : IntegrityAlgorithm.values()) {
          if (encryption.isAead() == (integrity == IntegrityAlgorithm.NONE)) {
            suites.add(new EspSuite(encryption, bits, integrity, false));
            suites.add(new EspSuite(encryption, bits, integrity, true));
          }
        }
      }
    }
    return suites;
  }

  private static int[] keyLengths(EncryptionAlgorithm encryption) {
    return encryption.hasKeyLengthAttribute()
        ? new int[] {128, 192, 256}
        : new int[] {encryption.defaultKeyBits()};
  }

  /** Examines all suites the candidate says it supports; empty when nothing is wrong. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    for (EspSuite suite : allSuites()) {
      if (candidate.supports(suite)) {
        findings.addAll(examine(suite));
      }
    }
    return findings;
  }

  /** Examines one suite; at most one finding a check. */
  public List<Finding> examine(EspSuite suite) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      try {
        check.examine(new Subject(candidate, suite));
      } catch (Problem e) {
        findings.add(new Finding(check.name(), suite, e.getMessage()));
      } catch (Exception | LinkageError e) {
        findings.add(new Finding(check.name(), suite, "it threw " + e));
      }
    }
    return findings;
  }
}
