package org.sekisho.ike.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.SignatureScheme;
import org.sekisho.api.crypto.SigningKeys;
import org.sekisho.ike.message.AuthPayload;

/**
 * AUTH by a signature: method 14 between peers that know RFC 7427, else methods 1 (RFC 7296 section
 * 3.8) and 9 to 11 (RFC 4754).
 */
public final class SignatureAuthentication {

  private static final List<SignatureScheme> PSS =
      List.of(
          SignatureScheme.RSA_PSS_SHA256,
          SignatureScheme.RSA_PSS_SHA384,
          SignatureScheme.RSA_PSS_SHA512);
  private static final List<SignatureScheme> PKCS1 =
      List.of(
          SignatureScheme.RSA_PKCS1_SHA256,
          SignatureScheme.RSA_PKCS1_SHA384,
          SignatureScheme.RSA_PKCS1_SHA512);

  private final IkeCrypto crypto;

  /** Computes with the primitives given. */
  public SignatureAuthentication(IkeCrypto crypto) {
    this.crypto = crypto;
  }

  /** A peer's signature was not accepted, or ours cannot be made; the message is one sentence. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /**
   * Signs.
   *
   * @param hashes what the peer can verify; empty when it does not know RFC 7427
   * @param pkcs1 RSASSA-PKCS1-v1_5 in place of RSASSA-PSS
   * @throws Refusal when the peer cannot verify any signature of this key, or signing failed
   */
  public AuthPayload sign(
      PublicKey publicKey,
      PrivateKey key,
      SignedOctets octets,
      Optional<Set<SignatureHashes>> hashes,
      boolean pkcs1,
      SecureRandom random)
      throws Refusal {
    try {
      if (hashes.isEmpty()) {
        return signAsBefore(publicKey, key, octets, random);
      }
      SignatureScheme scheme =
          schemes(publicKey, pkcs1).stream()
              .filter(s -> hashes.get().contains(SignatureHashes.of(s)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refusal(
                          "the peer cannot verify signatures of our "
                              + publicKey.getAlgorithm()
                              + " key: use another certificate"));
      byte[] identifier = SignatureAlgorithms.identifier(scheme);
      byte[] signature = crypto.sign(scheme, key, octets.octets(), random);
      return new AuthPayload(
          AuthPayload.DIGITAL_SIGNATURE,
          KeySchedule.concat(new byte[] {(byte) identifier.length}, identifier, signature));
    } catch (GeneralSecurityException e) {
      throw new Refusal("our certificate's key cannot sign: " + e.getMessage());
    }
  }

  private AuthPayload signAsBefore(
      PublicKey publicKey, PrivateKey key, SignedOctets octets, SecureRandom random)
      throws GeneralSecurityException, Refusal {
    if (publicKey instanceof RSAPublicKey) {
      return new AuthPayload(
          AuthPayload.RSA_SIGNATURE,
          crypto.sign(SignatureScheme.RSA_PKCS1_SHA1, key, octets.octets(), random));
    }
    if (publicKey instanceof ECPublicKey ec) {
      int coordinate = SigningKeys.coordinate(ec);
      byte[] der = crypto.sign(ecdsa(coordinate), key, octets.octets(), random);
      return new AuthPayload(ecdsaMethod(coordinate), EcdsaEncoding.toRaw(der, coordinate));
    }
    throw new Refusal(
        "the peer does not know RFC 7427, which our Ed25519 key needs: use an RSA or ECDSA"
            + " certificate");
  }

  /**
   * Verifies a peer's signature.
   *
   * @param publicKey of its certificate, checked by {@link SigningKeys}
   * @param knowsRfc7427 whether the peer announced it; then methods of before are refused
   * @return the algorithm it used
   * @throws Refusal when the signature is wrong or its method not acceptable
   */
  public SignatureScheme verify(
      PublicKey publicKey, AuthPayload auth, SignedOctets octets, boolean knowsRfc7427)
      throws Refusal {
    SignatureScheme scheme;
    Optional<byte[]> signature;
    if (auth.method() == AuthPayload.DIGITAL_SIGNATURE) {
      int length = auth.data().length == 0 ? 0 : auth.data()[0] & 0xff;
      if (auth.data().length < 1 + length) {
        throw new Refusal("the peer's signature is cut off");
      }
      scheme =
          SignatureAlgorithms.scheme(Arrays.copyOfRange(auth.data(), 1, 1 + length))
              .orElseThrow(
                  () -> new Refusal("the peer signs with an algorithm that is not known here"));
      signature = Optional.of(Arrays.copyOfRange(auth.data(), 1 + length, auth.data().length));
    } else if (knowsRfc7427) {
      throw new Refusal("the peer knows RFC 7427 and signs by an older method all the same");
    } else if (auth.method() == AuthPayload.RSA_SIGNATURE) {
      scheme = SignatureScheme.RSA_PKCS1_SHA1;
      signature = Optional.of(auth.data());
    } else if (publicKey instanceof ECPublicKey ec
        && auth.method() == ecdsaMethod(SigningKeys.coordinate(ec))) {
      scheme = ecdsa(SigningKeys.coordinate(ec));
      signature = EcdsaEncoding.toDer(auth.data(), SigningKeys.coordinate(ec));
    } else {
      throw new Refusal("the peer's signature does not fit the key of its certificate");
    }
    if (signature.isEmpty()
        || !crypto.verify(scheme, publicKey, octets.octets(), signature.get())) {
      throw new Refusal("the peer's signature is wrong: it does not have its certificate's key");
    }
    return scheme;
  }

  /** Whether a method is one of signatures. */
  public static boolean isSignature(int method) {
    return method == AuthPayload.RSA_SIGNATURE
        || method == AuthPayload.DIGITAL_SIGNATURE
        || (method >= AuthPayload.ECDSA_256 && method <= AuthPayload.ECDSA_521);
  }

  /** Whether a peer that used the algorithm expects RSASSA-PKCS1-v1_5 of others. */
  public static boolean isPkcs1(SignatureScheme scheme) {
    return PKCS1.contains(scheme);
  }

  /** Algorithms of a key, the fitting one first. */
  private static List<SignatureScheme> schemes(PublicKey key, boolean pkcs1) {
    if (key instanceof RSAPublicKey) {
      return pkcs1 ? PKCS1 : PSS;
    }
    if (key instanceof ECPublicKey ec) {
      SignatureScheme fitting = ecdsa(SigningKeys.coordinate(ec));
      return List.of(
          fitting,
          SignatureScheme.ECDSA_SHA256,
          SignatureScheme.ECDSA_SHA384,
          SignatureScheme.ECDSA_SHA512);
    }
    return List.of(SignatureScheme.ED25519);
  }

  private static SignatureScheme ecdsa(int coordinate) {
    return switch (coordinate) {
      case 32 -> SignatureScheme.ECDSA_SHA256;
      case 48 -> SignatureScheme.ECDSA_SHA384;
      default -> SignatureScheme.ECDSA_SHA512;
    };
  }

  private static int ecdsaMethod(int coordinate) {
    return switch (coordinate) {
      case 32 -> AuthPayload.ECDSA_256;
      case 48 -> AuthPayload.ECDSA_384;
      default -> AuthPayload.ECDSA_521;
    };
  }
}
