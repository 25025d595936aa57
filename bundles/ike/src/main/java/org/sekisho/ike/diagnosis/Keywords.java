package org.sekisho.ike.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.message.Transform;

/** Words of configuration lines for transforms, and names for those no line has (IANA). */
public final class Keywords {

  /** Ciphers of lines, strongest first. */
  static final List<String> CIPHERS =
      List.of(
          "aes256-gcm",
          "aes-gcm",
          "chacha20-poly1305",
          "aes256-cbc",
          "aes192-cbc",
          "aes-cbc",
          "3des-cbc",
          "des-cbc");

  /** Hashes of lines, strongest first. */
  static final List<String> HASHES = List.of("sha512", "sha384", "sha256", "sha", "md5");

  /** Groups of lines, strongest first. */
  static final List<String> GROUPS =
      List.of(
          "ecp521",
          "ecp384",
          "curve25519",
          "ecp256",
          "modp4096",
          "modp3072",
          "modp2048",
          "modp1536",
          "modp1024",
          "modp768");

  private Keywords() {}

  /** The transform a cipher keyword stands for. */
  public static Transform cipher(String keyword) {
    AlgorithmPolicy.Cipher cipher = AlgorithmPolicy.Cipher.of(keyword);
    return cipher.algorithm().hasKeyLengthAttribute()
        ? Transform.encryption(cipher.algorithm().id(), cipher.keyBits())
        : Transform.of(Transform.ENCR, cipher.algorithm().id());
  }

  /** The integrity transform a hash keyword stands for. */
  public static Transform integrity(String keyword) {
    IntegrityAlgorithm algorithm = AlgorithmPolicy.integrity(keyword);
    return Transform.of(Transform.INTEG, algorithm.id());
  }

  /** The prf transform a hash keyword stands for. */
  public static Transform prf(String keyword) {
    PrfAlgorithm algorithm = AlgorithmPolicy.prf(AlgorithmPolicy.integrity(keyword));
    return Transform.of(Transform.PRF, algorithm.id());
  }

  /** The key exchange transform a group keyword stands for. */
  public static Transform group(String keyword) {
    return Transform.of(Transform.KE, AlgorithmPolicy.group(keyword).id());
  }

  /** The group keyword of a number. */
  public static Optional<String> groupKeyword(int id) {
    return GROUPS.stream().filter(k -> group(k).id() == id).findFirst();
  }

  /** What lines let an IKE SA be made of, on a router that has all algorithms. */
  public static List<Transform> acceptedIke(AlgorithmPolicy policy) {
    List<Transform> all = accepted(policy, policy.encryption(), policy.hash());
    hashes(policy, policy.hash()).forEach(h -> all.add(prf(h)));
    return all;
  }

  /** What lines let a CHILD SA be made of, on a router that has all algorithms. */
  public static List<Transform> acceptedEsp(AlgorithmPolicy policy) {
    return accepted(policy, policy.espEncryption(), policy.espIntegrity());
  }

  private static List<Transform> accepted(
      AlgorithmPolicy policy,
      Optional<AlgorithmPolicy.Cipher> cipher,
      Optional<IntegrityAlgorithm> hash) {
    List<Transform> all = new ArrayList<>();
    CIPHERS.stream()
        .filter(
            k ->
                isAllowed(
                    policy,
                    cipher.map(c -> c.equals(AlgorithmPolicy.Cipher.of(k))),
                    k.equals("des-cbc")))
        .forEach(k -> all.add(cipher(k)));
    hashes(policy, hash).forEach(h -> all.add(integrity(h)));
    GROUPS.stream()
        .filter(
            k ->
                isAllowed(
                    policy,
                    policy.group().map(g -> g == AlgorithmPolicy.group(k)),
                    k.equals("modp768")))
        .forEach(k -> all.add(group(k)));
    return all;
  }

  private static List<String> hashes(AlgorithmPolicy policy, Optional<IntegrityAlgorithm> hash) {
    return HASHES.stream()
        .filter(
            k ->
                isAllowed(
                    policy, hash.map(h -> h == AlgorithmPolicy.integrity(k)), k.equals("md5")))
        .toList();
  }

  /** All but weak ones; a named one also; only the named one under limitation. */
  private static boolean isAllowed(AlgorithmPolicy policy, Optional<Boolean> named, boolean weak) {
    if (policy.limited() && named.isPresent()) {
      return named.get();
    }
    return !weak || named.orElse(false);
  }

  /** Whether the cipher needs no integrity algorithm beside it. */
  static boolean isAead(Transform cipher) {
    return (cipher.id() >= 14 && cipher.id() <= 21) || (cipher.id() >= 25 && cipher.id() <= 28);
  }

  /** What the console calls a transform: the keyword of a line where there is one. */
  public static String name(Transform t) {
    return switch (t.type()) {
      case Transform.ENCR -> keyword(CIPHERS, Keywords::cipher, t).orElseGet(() -> cipherName(t));
      case Transform.INTEG ->
          t.id() == 0
              ? "none"
              : keyword(HASHES, Keywords::integrity, t).orElseGet(() -> integrityName(t.id()));
      case Transform.PRF ->
          keyword(HASHES, Keywords::prf, t).map(k -> "prf-" + k).orElseGet(() -> prfName(t.id()));
      case Transform.KE -> groupName(t.id());
      case Transform.ESN -> t.id() == 0 ? "no-esn" : "esn";
      default -> "transform " + t.type() + "/" + t.id();
    };
  }

  private static Optional<String> keyword(
      List<String> words, Function<String, Transform> meaning, Transform t) {
    return words.stream().filter(w -> meaning.apply(w).equals(t)).findFirst();
  }

  /** A group by its number, as lines or else the registry have it. */
  public static String groupName(int id) {
    return groupKeyword(id)
        .orElseGet(
            () ->
                switch (id) {
                  case 0 -> "none";
                  case 17 -> "modp6144";
                  case 18 -> "modp8192";
                  case 22 -> "modp1024-160";
                  case 23 -> "modp2048-224";
                  case 24 -> "modp2048-256";
                  case 25 -> "ecp192";
                  case 26 -> "ecp224";
                  case 27, 28, 29, 30 -> "brainpool" + List.of(224, 256, 384, 512).get(id - 27);
                  case 32 -> "curve448";
                  case 35, 36, 37 -> "ml-kem-" + List.of(512, 768, 1024).get(id - 35);
                  default -> "group " + id;
                });
  }

  private static String cipherName(Transform t) {
    String length = t.keyBits() == 0 ? "" : String.valueOf(t.keyBits());
    return switch (t.id()) {
      case 7 -> "blowfish" + length;
      case 11 -> "null";
      case 12 -> "aes" + length + "-cbc";
      case 13 -> "aes" + length + "-ctr";
      case 14, 15, 16 -> "aes" + length + "-ccm" + (t.id() * 4 - 48);
      case 18, 19, 20 -> "aes" + length + "-gcm" + (t.id() * 4 - 64);
      case 21 -> "null-aes" + length + "-gmac";
      case 23 -> "camellia" + length + "-cbc";
      case 24 -> "camellia" + length + "-ctr";
      case 25, 26, 27 -> "camellia" + length + "-ccm";
      default -> "cipher " + t.id() + (length.isEmpty() ? "" : "/" + length);
    };
  }

  private static String integrityName(int id) {
    return switch (id) {
      case 5 -> "aes-xcbc";
      case 8 -> "aes-cmac";
      case 9, 10, 11 -> "aes-gmac";
      default -> "integrity " + id;
    };
  }

  private static String prfName(int id) {
    return switch (id) {
      case 4 -> "prf-aes-xcbc";
      case 8 -> "prf-aes-cmac";
      default -> "prf " + id;
    };
  }
}
