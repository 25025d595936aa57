package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.sekisho.api.crypto.SignatureScheme;

/**
 * Signatures of IKEv2 authentication (RFC 7427, 8420). The provider is left open here, unlike
 * elsewhere: the JDK then chooses it by the key, so that a key in a token works as well.
 */
final class Signatures {

  private static final int ED25519_LENGTH = 64;

  private Signatures() {}

  static boolean available(SignatureScheme scheme) {
    return Security.getProviders("Signature." + name(scheme)) != null;
  }

  static byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random)
      throws GeneralSecurityException {
    Signature signature = instance(scheme);
    signature.initSign(key, random);
    signature.update(data);
    return signature.sign();
  }

  static boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] value) {
    if (!wellFormed(scheme, value)) {
      return false;
    }
    try {
      Signature signature = instance(scheme);
      signature.initVerify(key);
      signature.update(data);
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      // the contract: a signature of wrong length or encoding, or for another kind of key, is
      // wrong like any other
      return false;
    }
  }

  /** What the JDK is too lenient about: ECDSA not in DER, octets behind an Ed25519 signature. */
  private static boolean wellFormed(SignatureScheme scheme, byte[] value) {
    return switch (scheme) {
      case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> EcdsaEncoding.isDer(value);
      case ED25519 -> value.length == ED25519_LENGTH;
      default -> true; // the JDK checks the length against the modulus
    };
  }

  private static Signature instance(SignatureScheme scheme) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name(scheme));
    switch (scheme) {
      case RSA_PSS_SHA256 -> signature.setParameter(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
      case RSA_PSS_SHA384 -> signature.setParameter(pss("SHA-384", MGF1ParameterSpec.SHA384, 48));
      case RSA_PSS_SHA512 -> signature.setParameter(pss("SHA-512", MGF1ParameterSpec.SHA512, 64));
      default -> {
        // the others have no parameters
      }
    }
    return signature;
  }

  private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
    return new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  private static String name(SignatureScheme scheme) {
    return switch (scheme) {
      case RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512 -> "RSASSA-PSS";
      case RSA_PKCS1_SHA1 -> "SHA1withRSA";
      case RSA_PKCS1_SHA256 -> "SHA256withRSA";
      case RSA_PKCS1_SHA384 -> "SHA384withRSA";
      case RSA_PKCS1_SHA512 -> "SHA512withRSA";
      case ECDSA_SHA256 -> "SHA256withECDSA";
      case ECDSA_SHA384 -> "SHA384withECDSA";
      case ECDSA_SHA512 -> "SHA512withECDSA";
      case ED25519 -> "Ed25519";
    };
  }
}
