package org.sekisho.api.crypto;

import org.sekisho.api.net.PacketBatch;

/**
 * Encrypts or decrypts runs of ESP packets of one security association, in place. One thread at a
 * time uses an instance. Allocates as little as its provider allows.
 */
public interface EspTransform extends AutoCloseable {

  /**
   * Seals packets {@code first} to {@code first + count - 1} of the batch. Each packet starts with
   * the ESP header (SPI, low 32 bits of the sequence number), then has room for the IV, then the
   * plaintext padded and ended by pad length and next header (RFC 4303 section 2), then room for
   * the ICV; {@link PacketBatch#length} includes all of it. {@link PacketBatch#sequence} holds the
   * 64-bit sequence number. The transform writes the IV (AEAD: the 64-bit sequence number, unique
   * under the key; CBC: unpredictable), encrypts and writes the ICV. With ESN the high half enters
   * the ICV as RFC 4303 section 2.2.1 and RFC 4106 section 5 say.
   */
  void seal(PacketBatch batch, int first, int count);

  /**
   * Verifies and decrypts packets {@code first} to {@code first + count - 1}. Each packet is a
   * whole ESP packet; {@link PacketBatch#sequence} holds the 64-bit sequence number that the
   * anti-replay window inferred. A packet that verifies keeps its offset and length, its ciphertext
   * replaced by plaintext (padding, pad length and next header still at its end, before the ICV). A
   * packet that does not verify, or whose length does not fit the suite, is marked with {@link
   * PacketBatch#drop}; its bytes are undefined, but not its plaintext. ICVs are compared in
   * constant time.
   */
  void open(PacketBatch batch, int first, int count);

  /** Zeroes the keys. */
  @Override
  void close();
}
