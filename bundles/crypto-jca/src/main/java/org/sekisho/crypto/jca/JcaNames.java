package org.sekisho.crypto.jca;

import java.security.Provider;
import java.security.Security;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.PrfAlgorithm;

/**
 * What the JDK calls the algorithms of the registries. Providers are named, so that another bundle
 * that adds a provider to the JVM never changes which code transforms packets.
 */
final class JcaNames {

  /** Provider of ciphers and MACs. */
  static final String SUN_JCE = "SunJCE";

  /** Provider of the elliptic curves; in module jdk.crypto.ec, which an image may lack. */
  static final String SUN_EC = "SunEC";

  private JcaNames() {}

  /** Name of the algorithm of a key. */
  static String keyAlgorithm(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case DES_CBC -> "DES";
      case TRIPLE_DES_CBC -> "DESede";
      case AES_CBC, AES_GCM_16 -> "AES";
      case CHACHA20_POLY1305 -> "ChaCha20";
      case NULL -> throw new IllegalArgumentException("NULL has no key");
    };
  }

  /** The transformation to give to Cipher.getInstance. */
  static String transformation(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case DES_CBC -> "DES/CBC/NoPadding";
      case TRIPLE_DES_CBC -> "DESede/CBC/NoPadding";
      case AES_CBC -> "AES/CBC/NoPadding";
      case AES_GCM_16 -> "AES/GCM/NoPadding";
      case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
      case NULL -> throw new IllegalArgumentException("NULL has no cipher");
    };
  }

  /** Name of the MAC. */
  static String mac(IntegrityAlgorithm algorithm) {
    return switch (algorithm) {
      case HMAC_MD5_96 -> "HmacMD5";
      case HMAC_SHA1_96 -> "HmacSHA1";
      case HMAC_SHA2_256_128 -> "HmacSHA256";
      case HMAC_SHA2_384_192 -> "HmacSHA384";
      case HMAC_SHA2_512_256 -> "HmacSHA512";
      case NONE -> throw new IllegalArgumentException("NONE has no MAC");
    };
  }

  /** Name of the MAC that is the pseudo-random function. */
  static String mac(PrfAlgorithm algorithm) {
    return switch (algorithm) {
      case HMAC_MD5 -> "HmacMD5";
      case HMAC_SHA1 -> "HmacSHA1";
      case HMAC_SHA2_256 -> "HmacSHA256";
      case HMAC_SHA2_384 -> "HmacSHA384";
      case HMAC_SHA2_512 -> "HmacSHA512";
    };
  }

  /** Whether an encryption algorithm has that key length in bits, salt not counted. */
  static boolean keyLengthFits(EncryptionAlgorithm algorithm, int keyBits) {
    return switch (algorithm) {
      case AES_CBC, AES_GCM_16 -> keyBits == 128 || keyBits == 192 || keyBits == 256;
      default -> keyBits == algorithm.defaultKeyBits();
    };
  }

  /** Whether the provider is in this JVM and has the algorithm; loads no implementation class. */
  static boolean available(String provider, String service, String algorithm) {
    Provider found = Security.getProvider(provider);
    return found != null && found.getService(service, algorithm) != null;
  }

  /** Whether SunJCE has the cipher with that key length. */
  static boolean available(EncryptionAlgorithm algorithm, int keyBits) {
    if (!keyLengthFits(algorithm, keyBits)) {
      return false;
    }
    return switch (algorithm) {
      case NULL -> true;
      case AES_GCM_16, CHACHA20_POLY1305 -> available(SUN_JCE, "Cipher", transformation(algorithm));
      default -> available(SUN_JCE, "Cipher", keyAlgorithm(algorithm));
    };
  }
}
