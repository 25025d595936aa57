package org.sekisho.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMExtractor;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMKeyPairGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPublicKeyParameters;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * Key exchange by ML-KEM (FIPS 203, draft-ietf-ipsecme-ikev2-mlkem): the initiator sends an
 * encapsulation key, the responder a ciphertext; the shared secret has 32 octets.
 */
final class MlKemKeyExchange implements KeyExchange {

  private static final int MODULUS = 3329;
  private static final int SEED_LENGTH = 32;

  private final KeyExchangeMethod method;
  private final byte[] encapsulationKey;
  private MLKEMPrivateKeyParameters decapsulationKey;

  MlKemKeyExchange(KeyExchangeMethod method, SecureRandom random) {
    this.method = method;
    MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
    generator.init(new MLKEMKeyGenerationParameters(random, parameters(method)));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    encapsulationKey = ((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded();
    decapsulationKey = (MLKEMPrivateKeyParameters) pair.getPrivate();
  }

  @Override
  public KeyExchangeMethod method() {
    return method;
  }

  @Override
  public byte[] publicValue() {
    return encapsulationKey.clone();
  }

  /**
   * Decapsulation; a forged ciphertext gives a secret that nobody else has (implicit rejection).
   */
  @Override
  public byte[] sharedSecret(byte[] ciphertext) throws GeneralSecurityException {
    if (decapsulationKey == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    checkLength(method, ciphertext, method.answerLength());
    return new MLKEMExtractor(decapsulationKey).extractSecret(ciphertext);
  }

  /** Bouncy Castle's keys cannot be zeroed; it is left to the garbage collector. */
  @Override
  public void close() {
    decapsulationKey = null;
  }

  /** The responder's side: encapsulation to the initiator's key. */
  static KeyExchangeAnswer encapsulate(KeyExchangeMethod method, byte[] key, SecureRandom random)
      throws GeneralSecurityException {
    checkLength(method, key, method.publicLength());
    checkModulus(key);
    SecretWithEncapsulation sealed =
        new MLKEMGenerator(random)
            .generateEncapsulated(new MLKEMPublicKeyParameters(parameters(method), key));
    KeyExchangeAnswer answer = new KeyExchangeAnswer(sealed.getEncapsulation(), sealed.getSecret());
    try {
      sealed.destroy();
    } catch (DestroyFailedException e) {
      throw new IllegalStateException("the shared secret cannot be forgotten", e);
    }
    return answer;
  }

  private static void checkLength(KeyExchangeMethod method, byte[] value, int length)
      throws InvalidKeyException {
    if (value.length != length) {
      throw new InvalidKeyException(
          method + " wants " + length + " octets here, not " + value.length);
    }
  }

  /** FIPS 203 section 7.2: each coefficient, 12 bits of the key before its seed, is reduced. */
  private static void checkModulus(byte[] key) throws InvalidKeyException {
    for (int at = 0; at + 3 <= key.length - SEED_LENGTH; at += 3) {
      int pair = key[at] & 0xff | (key[at + 1] & 0xff) << 8 | (key[at + 2] & 0xff) << 16;
      if ((pair & 0xfff) >= MODULUS || pair >>> 12 >= MODULUS) {
        throw new InvalidKeyException("the encapsulation key is not reduced");
      }
    }
  }

  private static MLKEMParameters parameters(KeyExchangeMethod method) {
    return switch (method) {
      case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
      case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
      case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
      default -> throw new IllegalArgumentException(method + " is no ML-KEM");
    };
  }
}
