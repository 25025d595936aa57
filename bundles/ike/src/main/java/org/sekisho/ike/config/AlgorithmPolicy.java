package org.sekisho.ike.config;

import java.util.Optional;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;

/**
 * What lines say about algorithms of one gateway. Without {@code limited} all supported ones are
 * offered and accepted, weak ones only where named here.
 *
 * @param limited {@code proposal-limitation on}: nothing but what is named
 * @param encryption {@code ipsec ike encryption}
 * @param hash {@code ipsec ike hash}
 * @param group {@code ipsec ike group}, also the group of the first key exchange
 * @param espEncryption cipher of {@code ipsec sa policy}
 * @param espIntegrity authentication of {@code ipsec sa policy}
 */
public record AlgorithmPolicy(
    boolean limited,
    Optional<Cipher> encryption,
    Optional<IntegrityAlgorithm> hash,
    Optional<KeyExchangeMethod> group,
    Optional<Cipher> espEncryption,
    Optional<IntegrityAlgorithm> espIntegrity) {

  /** What holds without lines. */
  public static final AlgorithmPolicy DEFAULT =
      new AlgorithmPolicy(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * An encryption algorithm with its key length.
   *
   * @param algorithm algorithm
   * @param keyBits key length in bits
   */
  public record Cipher(EncryptionAlgorithm algorithm, int keyBits) {

    /** The cipher of a keyword such as {@code aes256-cbc}. */
    public static Cipher of(String keyword) {
      return switch (keyword) {
        case "des-cbc" -> new Cipher(EncryptionAlgorithm.DES_CBC, 64);
        case "3des-cbc" -> new Cipher(EncryptionAlgorithm.TRIPLE_DES_CBC, 192);
        case "aes-cbc" -> new Cipher(EncryptionAlgorithm.AES_CBC, 128);
        case "aes192-cbc" -> new Cipher(EncryptionAlgorithm.AES_CBC, 192);
        case "aes256-cbc" -> new Cipher(EncryptionAlgorithm.AES_CBC, 256);
        case "aes-gcm" -> new Cipher(EncryptionAlgorithm.AES_GCM_16, 128);
        case "aes256-gcm" -> new Cipher(EncryptionAlgorithm.AES_GCM_16, 256);
        case "chacha20-poly1305" -> new Cipher(EncryptionAlgorithm.CHACHA20_POLY1305, 256);
        default -> throw new IllegalArgumentException("cipher " + keyword);
      };
    }
  }

  /** The integrity algorithm of a hash keyword such as {@code sha256}. */
  public static IntegrityAlgorithm integrity(String keyword) {
    return switch (keyword) {
      case "md5", "md5-hmac" -> IntegrityAlgorithm.HMAC_MD5_96;
      case "sha", "sha-hmac" -> IntegrityAlgorithm.HMAC_SHA1_96;
      case "sha256", "sha256-hmac" -> IntegrityAlgorithm.HMAC_SHA2_256_128;
      case "sha384", "sha384-hmac" -> IntegrityAlgorithm.HMAC_SHA2_384_192;
      case "sha512", "sha512-hmac" -> IntegrityAlgorithm.HMAC_SHA2_512_256;
      default -> throw new IllegalArgumentException("hash " + keyword);
    };
  }

  /** The key exchange method of a group keyword such as {@code modp2048}. */
  public static KeyExchangeMethod group(String keyword) {
    return switch (keyword) {
      case "modp768" -> KeyExchangeMethod.MODP_768;
      case "modp1024" -> KeyExchangeMethod.MODP_1024;
      case "modp1536" -> KeyExchangeMethod.MODP_1536;
      case "modp2048" -> KeyExchangeMethod.MODP_2048;
      case "modp3072" -> KeyExchangeMethod.MODP_3072;
      case "modp4096" -> KeyExchangeMethod.MODP_4096;
      case "ecp256" -> KeyExchangeMethod.ECP_256;
      case "ecp384" -> KeyExchangeMethod.ECP_384;
      case "ecp521" -> KeyExchangeMethod.ECP_521;
      case "curve25519" -> KeyExchangeMethod.CURVE25519;
      default -> throw new IllegalArgumentException("group " + keyword);
    };
  }

  /** The pseudo-random function that goes with a hash. */
  public static PrfAlgorithm prf(IntegrityAlgorithm hash) {
    return switch (hash) {
      case HMAC_MD5_96 -> PrfAlgorithm.HMAC_MD5;
      case HMAC_SHA1_96 -> PrfAlgorithm.HMAC_SHA1;
      case HMAC_SHA2_256_128 -> PrfAlgorithm.HMAC_SHA2_256;
      case HMAC_SHA2_384_192 -> PrfAlgorithm.HMAC_SHA2_384;
      case HMAC_SHA2_512_256 -> PrfAlgorithm.HMAC_SHA2_512;
      case NONE -> throw new IllegalArgumentException("no hash");
    };
  }
}
