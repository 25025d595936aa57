package org.sekisho.api.crypto;

/**
 * A provider of ESP transforms, registered as a service. With several providers, the one with the
 * highest {@code service.ranking} that supports a suite is used; live security associations move to
 * a new provider at a batch boundary. Thread-safe.
 */
public interface EspCrypto {

  /** Short name for {@code show status crypto}, for example {@code jca}. */
  String provider();

  /** Whether the provider can transform packets of the suite here. */
  boolean supports(EspSuite suite);

  /**
   * Makes a transform for one direction of one security association.
   *
   * @param suite the algorithms
   * @param keyMaterial encryption key, salt, integrity key, in that order (RFC 7296 section 2.17),
   *     {@link EspSuite#keyMaterialLength()} octets; copied, the caller may zero it
   * @param direction whether it seals or opens
   * @throws IllegalArgumentException when the suite is not supported or the key has a wrong length
   */
  EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction);

  /** Whether a transform is for packets leaving or arriving. */
  enum Direction {
    /** Seals. */
    OUTBOUND,
    /** Opens. */
    INBOUND
  }
}
