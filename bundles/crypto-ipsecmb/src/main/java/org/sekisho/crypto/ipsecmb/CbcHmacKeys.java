package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;

/**
 * Expands the keys of AES-CBC with HMAC: round keys for both directions, and the states of the hash
 * after the key's inner and outer block (RFC 2104 section 4). The places are offsets in the block.
 *
 * @param encryption of the round keys for encryption
 * @param decryption of the round keys for decryption
 * @param innerState of the hash after the inner block
 * @param outerState of the hash after the outer block
 */
record CbcHmacKeys(int encryption, int decryption, int innerState, int outerState) {

  /** Where the parts are; each is aligned. The last is free for the blocks that are hashed. */
  static final CbcHmacKeys PLACES = new CbcHmacKeys(0, 256, 512, 576);

  private static final int BLOCK_AT = 640;
  private static final int SIZE = 768;

  /** The library's number of an HMAC, 0 when it has none. */
  static int hash(IntegrityAlgorithm integrity) {
    return switch (integrity) {
      case HMAC_SHA1_96 -> Layout.HMAC_SHA1;
      case HMAC_SHA2_256_128 -> Layout.HMAC_SHA256;
      case HMAC_SHA2_384_192 -> Layout.HMAC_SHA384;
      case HMAC_SHA2_512_256 -> Layout.HMAC_SHA512;
      case NONE, HMAC_MD5_96 -> 0;
    };
  }

  private static int oneBlock(IntegrityAlgorithm integrity) {
    return switch (integrity) {
      case HMAC_SHA1_96 -> Layout.SHA1_ONE_BLOCK;
      case HMAC_SHA2_256_128 -> Layout.SHA256_ONE_BLOCK;
      case HMAC_SHA2_384_192 -> Layout.SHA384_ONE_BLOCK;
      case HMAC_SHA2_512_256 -> Layout.SHA512_ONE_BLOCK;
      case NONE, HMAC_MD5_96 -> throw new IllegalArgumentException(integrity.toString());
    };
  }

  private static int blockLength(IntegrityAlgorithm integrity) {
    return hash(integrity) >= Layout.HMAC_SHA384 ? 128 : 64;
  }

  /** Expands key material; the caller closes the block. */
  static NativeBlock expand(ImbLibrary library, EspSuite suite, byte[] keyMaterial) {
    NativeBlock block = new NativeBlock(SIZE);
    ByteBuffer memory = block.buffer();
    int keyLength = suite.keyBits() / 8;
    memory.put(BLOCK_AT, keyMaterial, 0, keyLength);
    library.call(
        Layout.KEY_EXPANSION + (keyLength - 16),
        block.address() + BLOCK_AT,
        block.address() + PLACES.encryption,
        block.address() + PLACES.decryption);
    state(library, suite, keyMaterial, block, 0x36, PLACES.innerState);
    state(library, suite, keyMaterial, block, 0x5c, PLACES.outerState);
    for (int at = BLOCK_AT; at < SIZE; at++) {
      memory.put(at, (byte) 0);
    }
    return block;
  }

  /** The key has at most the length of a block: it is padded with zeroes, never hashed. */
  private static void state(
      ImbLibrary library, EspSuite suite, byte[] material, NativeBlock block, int pad, int place) {
    ByteBuffer memory = block.buffer();
    IntegrityAlgorithm integrity = suite.integrity();
    int start = suite.encryptionKeyLength();
    for (int at = 0; at < blockLength(integrity); at++) {
      int octet = at < integrity.keyLength() ? material[start + at] : 0;
      memory.put(BLOCK_AT + at, (byte) (octet ^ pad));
    }
    library.call(oneBlock(integrity), block.address() + BLOCK_AT, block.address() + place);
  }
}
