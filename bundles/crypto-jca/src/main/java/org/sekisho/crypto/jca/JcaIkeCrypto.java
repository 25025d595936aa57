package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SignatureScheme;

/** Primitives of IKEv2 on the providers of the JDK. */
@Component(
    immediate = true,
    property = {"service.ranking:Integer=0", "provider=jca"})
public final class JcaIkeCrypto implements IkeCrypto {

  @Override
  public String provider() {
    return "jca";
  }

  /** NULL is not among them: IKE messages are always encrypted (RFC 8247 section 2.1). */
  @Override
  public boolean supports(EncryptionAlgorithm algorithm, int keyBits) {
    return algorithm != EncryptionAlgorithm.NULL && JcaNames.available(algorithm, keyBits);
  }

  @Override
  public boolean supports(IntegrityAlgorithm algorithm) {
    return algorithm == IntegrityAlgorithm.NONE
        || JcaNames.available(JcaNames.SUN_JCE, "Mac", JcaNames.mac(algorithm));
  }

  @Override
  public boolean supports(PrfAlgorithm algorithm) {
    return JcaNames.available(JcaNames.SUN_JCE, "Mac", JcaNames.mac(algorithm));
  }

  @Override
  public boolean supports(KeyExchangeMethod method) {
    return switch (method) {
      case ECP_256, ECP_384, ECP_521 -> JcaNames.available(JcaNames.SUN_EC, "KeyAgreement", "ECDH");
      case CURVE25519 -> JcaNames.available(JcaNames.SUN_EC, "KeyAgreement", "X25519");
      default -> !method.isKem();
    };
  }

  @Override
  public boolean supports(SignatureScheme scheme) {
    return Signatures.available(scheme);
  }

  @Override
  public byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... data) {
    return mac(JcaNames.mac(algorithm), key, data);
  }

  @Override
  public byte[] integrity(IntegrityAlgorithm algorithm, byte[] key, byte[]... data) {
    return Arrays.copyOf(mac(JcaNames.mac(algorithm), key, data), algorithm.icvLength());
  }

  private static byte[] mac(String name, byte[] key, byte[]... data) {
    RawKey raw = new RawKey(name, key, 0, key.length);
    try {
      Mac mac = Mac.getInstance(name, JcaNames.SUN_JCE);
      mac.init(raw);
      for (byte[] piece : data) {
        mac.update(piece);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + name, e);
    } finally {
      raw.destroy();
    }
  }

  @Override
  public byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
    return IkeCiphers.encrypt(algorithm, key, iv, aad, plaintext);
  }

  @Override
  public byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    return IkeCiphers.decrypt(algorithm, key, iv, aad, ciphertext);
  }

  @Override
  public KeyExchange keyExchange(KeyExchangeMethod method, SecureRandom random) {
    try {
      return switch (method) {
        case ECP_256, ECP_384, ECP_521 -> EcpKeyExchange.generate(method, random);
        case CURVE25519 -> X25519KeyExchange.generate(random);
        default -> ModpKeyExchange.generate(method, random);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the JDK has no " + method, e);
    }
  }

  @Override
  public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random)
      throws GeneralSecurityException {
    return Signatures.sign(scheme, key, data, random);
  }

  @Override
  public boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] signature) {
    return Signatures.verify(scheme, key, data, signature);
  }
}
