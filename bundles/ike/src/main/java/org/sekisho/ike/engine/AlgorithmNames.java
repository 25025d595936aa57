package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.crypto.IkeSuite;

/** Algorithm names as an RTX shows them, and in its style those it does not have. */
final class AlgorithmNames {

  private AlgorithmNames() {}

  static String ike(IkeSuite suite) {
    String integrity =
        suite.integrity() == IntegrityAlgorithm.NONE ? "" : ", " + hash(suite.integrity().name());
    return cipher(suite.encryption(), suite.keyBits())
        + integrity
        + ", PRF "
        + hash(suite.prf().name())
        + ", "
        + group(suite.keyExchange())
        + additional(suite.additional());
  }

  /** Additional key exchanges as they follow the first one. */
  static String additional(List<KeyExchangeMethod> methods) {
    return methods.stream().map(m -> " + " + group(m)).collect(Collectors.joining());
  }

  static String esp(
      EspSuite suite, Optional<KeyExchangeMethod> group, List<KeyExchangeMethod> additional) {
    String integrity =
        suite.integrity() == IntegrityAlgorithm.NONE
            ? ""
            : " (for Auth.: HMAC-" + hash(suite.integrity().name()) + ")";
    return cipher(suite.encryption(), suite.keyBits())
        + integrity
        + group.map(g -> ", " + group(g)).orElse("")
        + additional(additional)
        + (suite.esn() ? ", ESN" : "");
  }

  private static String cipher(EncryptionAlgorithm algorithm, int keyBits) {
    return switch (algorithm) {
      case DES_CBC -> "DES-CBC";
      case TRIPLE_DES_CBC -> "3DES-CBC";
      case NULL -> "NULL";
      case AES_CBC -> "AES" + keyBits + "-CBC";
      case AES_GCM_16 -> "AES" + keyBits + "-GCM";
      case CHACHA20_POLY1305 -> "CHACHA20-POLY1305";
    };
  }

  private static String hash(String constant) {
    if (constant.contains("MD5")) {
      return "MD5";
    }
    if (constant.contains("SHA1")) {
      return "SHA-1";
    }
    return "SHA2-" + constant.substring(10, 13);
  }

  static String group(KeyExchangeMethod method) {
    return switch (method) {
      case MODP_768, MODP_1024, MODP_1536, MODP_2048, MODP_3072, MODP_4096 ->
          "MODP " + method.name().substring(5) + "bit";
      case ECP_256, ECP_384, ECP_521 -> "ECP " + method.name().substring(4) + "bit";
      case CURVE25519 -> "Curve25519";
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> method.name().replace('_', '-');
    };
  }
}
