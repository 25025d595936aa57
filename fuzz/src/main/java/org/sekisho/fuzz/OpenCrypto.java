package org.sekisho.fuzz;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.crypto.SignatureScheme;

/**
 * Primitives that hide nothing and take no time: ciphertext is plaintext, every integrity check
 * value is right. What a fuzzer changes arrives behind the protection as it is, as if its author
 * had the keys. Lengths, and agreement of both sides on keys, are as with real ones.
 */
final class OpenCrypto implements IkeCrypto {

  private static final int SECRET = 32;

  @Override
  public String provider() {
    return "open";
  }

  @Override
  public boolean supports(EncryptionAlgorithm algorithm, int keyBits) {
    return algorithm != EncryptionAlgorithm.NULL;
  }

  @Override
  public boolean supports(IntegrityAlgorithm algorithm) {
    return true;
  }

  @Override
  public boolean supports(PrfAlgorithm algorithm) {
    return true;
  }

  @Override
  public boolean supports(KeyExchangeMethod method) {
    return true;
  }

  @Override
  public boolean supports(SignatureScheme scheme) {
    return true;
  }

  @Override
  public byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... data) {
    long state = mix(1, key);
    for (byte[] piece : data) {
      state = mix(state, piece);
    }
    return stretch(state, algorithm.outputLength());
  }

  private static long mix(long state, byte[] octets) {
    long mixed = state;
    for (byte octet : octets) {
      mixed = (mixed ^ (octet & 0xff)) * 0x100000001b3L;
    }
    return mixed;
  }

  private static byte[] stretch(long seed, int length) {
    byte[] result = new byte[length];
    long state = seed;
    for (int i = 0; i < length; i++) {
      state = state * 0x5851f42d4c957f2dL + 0x14057b7ef767814fL;
      result[i] = (byte) (state >>> 56);
    }
    return result;
  }

  @Override
  public byte[] integrity(IntegrityAlgorithm algorithm, byte[] key, byte[]... data) {
    return new byte[algorithm.icvLength()];
  }

  @Override
  public byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
    return Arrays.copyOf(plaintext, plaintext.length + algorithm.icvLength());
  }

  @Override
  public byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    if (ciphertext.length < algorithm.icvLength()) {
      throw new GeneralSecurityException("no ICV");
    }
    return Arrays.copyOf(ciphertext, ciphertext.length - algorithm.icvLength());
  }

  @Override
  public KeyExchange keyExchange(KeyExchangeMethod method, SecureRandom random) {
    byte[] own = value(method.publicLength(), random);
    return new KeyExchange() {
      @Override
      public KeyExchangeMethod method() {
        return method;
      }

      @Override
      public byte[] publicValue() {
        return own.clone();
      }

      @Override
      public byte[] sharedSecret(byte[] peer) throws GeneralSecurityException {
        return secret(own, peer, method.answerLength());
      }

      @Override
      public void close() {
        // nothing is secret
      }
    };
  }

  @Override
  public KeyExchangeAnswer respond(KeyExchangeMethod method, byte[] peer, SecureRandom random)
      throws GeneralSecurityException {
    byte[] own = value(method.answerLength(), random);
    return new KeyExchangeAnswer(own, secret(own, peer, method.publicLength()));
  }

  private static byte[] value(int length, SecureRandom random) {
    byte[] value = new byte[length];
    random.nextBytes(value);
    value[0] |= 1; // zero is what is not acceptable
    return value;
  }

  private static byte[] secret(byte[] own, byte[] peer, int length)
      throws GeneralSecurityException {
    if (peer.length != length || peer[0] == 0) {
      throw new GeneralSecurityException("not acceptable");
    }
    return stretch(mix(7, own) ^ mix(7, peer), SECRET);
  }

  @Override
  public byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random) {
    return stretch(mix(3, data), SECRET);
  }

  @Override
  public boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] signature) {
    return Arrays.equals(signature, stretch(mix(3, data), SECRET));
  }
}
