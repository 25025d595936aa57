package org.sekisho.api.crypto;

/**
 * Encryption algorithms (IKEv2 transform type 1, IANA registry "Transform Type 1 - Encryption
 * Algorithm Transform IDs"). IV and ICV lengths are those of ESP and of the IKE SK payload (RFC
 * 4106, 5282, 7634, 3602, 2451, 2405).
 */
public enum EncryptionAlgorithm {
  /** DES-CBC; only where a line names it. */
  DES_CBC(2, 8, 8, 0, 0, false, 64),
  /** 3DES-CBC. */
  TRIPLE_DES_CBC(3, 8, 8, 0, 0, false, 192),
  /** NULL; no encryption, for measurements only. */
  NULL(11, 1, 0, 0, 0, false, 0),
  /** AES-CBC with 128, 192 or 256 bits. */
  AES_CBC(12, 16, 16, 0, 0, true, 256),
  /** AES-GCM with a 16 octet ICV. */
  AES_GCM_16(20, 1, 8, 16, 4, true, 256),
  /** ChaCha20-Poly1305. */
  CHACHA20_POLY1305(28, 1, 8, 16, 4, false, 256);

  private final int id;
  private final int blockLength;
  private final int ivLength;
  private final int icvLength;
  private final int saltLength;
  private final boolean keyLengthAttribute;
  private final int defaultKeyBits;

  EncryptionAlgorithm(
      int id,
      int blockLength,
      int ivLength,
      int icvLength,
      int saltLength,
      boolean keyLengthAttribute,
      int defaultKeyBits) {
    this.id = id;
    this.blockLength = blockLength;
    this.ivLength = ivLength;
    this.icvLength = icvLength;
    this.saltLength = saltLength;
    this.keyLengthAttribute = keyLengthAttribute;
    this.defaultKeyBits = defaultKeyBits;
  }

  /** The IANA transform id. */
  public int id() {
    return id;
  }

  /** Length in octets the plaintext must be padded to a multiple of; 1 for none. */
  public int blockLength() {
    return blockLength;
  }

  /** Octets of explicit IV on the wire. */
  public int ivLength() {
    return ivLength;
  }

  /** Octets of ICV an AEAD algorithm appends; 0 for the others. */
  public int icvLength() {
    return icvLength;
  }

  /** Octets of salt taken from the key material after the key (RFC 4106 section 8.1). */
  public int saltLength() {
    return saltLength;
  }

  /**
   * Whether this is a combined-mode (AEAD) algorithm, used with {@link IntegrityAlgorithm#NONE}.
   */
  public boolean isAead() {
    return icvLength > 0;
  }

  /** Whether a proposal carries the Key Length attribute (RFC 7296 section 3.3.5). */
  public boolean hasKeyLengthAttribute() {
    return keyLengthAttribute;
  }

  /** Key bits where no Key Length attribute is used, else the largest. */
  public int defaultKeyBits() {
    return defaultKeyBits;
  }
}
