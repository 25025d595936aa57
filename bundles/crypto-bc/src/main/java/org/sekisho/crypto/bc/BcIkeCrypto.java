package org.sekisho.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SignatureScheme;

/**
 * The key encapsulation mechanisms of FIPS 203, which the JDK does not have yet, and the elliptic
 * curves, which take it a multiple of the time. It supports nothing else, so it stands before the
 * provider of everything else; a call for another algorithm is answered with
 * IllegalArgumentException.
 */
@Component(
    immediate = true,
    property = {
      "service.ranking:Integer=10",
      "provider=bc",
      IkeCrypto.COMPLEMENT + ":Boolean=true"
    })
public final class BcIkeCrypto implements IkeCrypto {

  @Override
  public String provider() {
    return "bc";
  }

  @Override
  public boolean supports(EncryptionAlgorithm algorithm, int keyBits) {
    return false;
  }

  @Override
  public boolean supports(IntegrityAlgorithm algorithm) {
    return false;
  }

  @Override
  public boolean supports(PrfAlgorithm algorithm) {
    return false;
  }

  @Override
  public boolean supports(KeyExchangeMethod method) {
    return switch (method) {
      case CURVE25519, ECP_256, ECP_384, ECP_521 -> true;
      default -> method.isKem();
    };
  }

  @Override
  public boolean supports(SignatureScheme scheme) {
    return false;
  }

  @Override
  public KeyExchange keyExchange(KeyExchangeMethod method, SecureRandom random) {
    return switch (method) {
      case CURVE25519 -> BcX25519KeyExchange.generate(random);
      case ECP_256, ECP_384, ECP_521 -> BcEcpKeyExchange.generate(method, random);
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> new MlKemKeyExchange(method, random);
      default -> throw unsupported(method);
    };
  }

  @Override
  public KeyExchangeAnswer respond(KeyExchangeMethod method, byte[] peer, SecureRandom random)
      throws GeneralSecurityException {
    if (!method.isKem()) {
      return IkeCrypto.super.respond(method, peer, random);
    }
    return MlKemKeyExchange.encapsulate(method, peer, random);
  }

  @Override
  public byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... data) {
    throw unsupported(algorithm);
  }

  @Override
  public byte[] integrity(IntegrityAlgorithm algorithm, byte[] key, byte[]... data) {
    throw unsupported(algorithm);
  }

  @Override
  public byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
    throw unsupported(algorithm);
  }

  @Override
  public byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext) {
    throw unsupported(algorithm);
  }

  @Override
  public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random) {
    throw unsupported(scheme);
  }

  @Override
  public boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] signature) {
    throw unsupported(scheme);
  }

  private static IllegalArgumentException unsupported(Enum<?> algorithm) {
    return new IllegalArgumentException("this provider has no " + algorithm);
  }
}
