package org.sekisho.ike.service;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SignatureScheme;

/** Serves each algorithm by the best-ranked provider present that has it. */
public final class CryptoChoice implements IkeCrypto {

  private final Supplier<? extends Collection<IkeCrypto>> providers;

  /**
   * Chooses anew at each call.
   *
   * @param providers the providers present, best first
   */
  public CryptoChoice(Supplier<? extends Collection<IkeCrypto>> providers) {
    this.providers = providers;
  }

  private IkeCrypto with(Predicate<IkeCrypto> ability, Object algorithm) {
    for (IkeCrypto provider : providers.get()) {
      if (ability.test(provider)) {
        return provider;
      }
    }
    throw new IllegalStateException("no crypto provider has " + algorithm);
  }

  private boolean any(Predicate<IkeCrypto> ability) {
    for (IkeCrypto provider : providers.get()) {
      if (ability.test(provider)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String provider() {
    List<String> names = providers.get().stream().map(IkeCrypto::provider).toList();
    return String.join(",", names);
  }

  @Override
  public boolean supports(EncryptionAlgorithm algorithm, int keyBits) {
    return any(p -> p.supports(algorithm, keyBits));
  }

  @Override
  public boolean supports(IntegrityAlgorithm algorithm) {
    return any(p -> p.supports(algorithm));
  }

  @Override
  public boolean supports(PrfAlgorithm algorithm) {
    return any(p -> p.supports(algorithm));
  }

  @Override
  public boolean supports(KeyExchangeMethod method) {
    return any(p -> p.supports(method));
  }

  @Override
  public boolean supports(SignatureScheme scheme) {
    return any(p -> p.supports(scheme));
  }

  @Override
  public byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... data) {
    return with(p -> p.supports(algorithm), algorithm).prf(algorithm, key, data);
  }

  @Override
  public byte[] integrity(IntegrityAlgorithm algorithm, byte[] key, byte[]... data) {
    return with(p -> p.supports(algorithm), algorithm).integrity(algorithm, key, data);
  }

  @Override
  public byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
    return cipher(algorithm, key).encrypt(algorithm, key, iv, aad, plaintext);
  }

  @Override
  public byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    return cipher(algorithm, key).decrypt(algorithm, key, iv, aad, ciphertext);
  }

  private IkeCrypto cipher(EncryptionAlgorithm algorithm, byte[] key) {
    int bits = 8 * (key.length - algorithm.saltLength());
    return with(p -> p.supports(algorithm, bits), algorithm);
  }

  @Override
  public KeyExchange keyExchange(KeyExchangeMethod method, SecureRandom random) {
    return with(p -> p.supports(method), method).keyExchange(method, random);
  }

  @Override
  public KeyExchangeAnswer respond(KeyExchangeMethod method, byte[] peer, SecureRandom random)
      throws GeneralSecurityException {
    return with(p -> p.supports(method), method).respond(method, peer, random);
  }

  @Override
  public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random)
      throws GeneralSecurityException {
    return with(p -> p.supports(scheme), scheme).sign(scheme, key, data, random);
  }

  @Override
  public boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] signature) {
    return with(p -> p.supports(scheme), scheme).verify(scheme, key, data, signature);
  }
}
