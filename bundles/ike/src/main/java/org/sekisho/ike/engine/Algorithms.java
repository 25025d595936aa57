package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.config.AdditionalKeyExchange;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.message.NotifyType;

/**
 * What may be negotiated, strongest first. DES, MD5 and group 1 only appear where a line names
 * them; 3DES, SHA-1 and group 2 come last.
 *
 * @param ciphers encryption algorithms
 * @param integrities integrity algorithms for those ciphers that are not AEAD
 * @param prfs pseudo-random functions, empty for ESP
 * @param groups key exchange methods
 * @param additional additional key exchanges
 */
record Algorithms(
    List<Cipher> ciphers,
    List<IntegrityAlgorithm> integrities,
    List<PrfAlgorithm> prfs,
    List<KeyExchangeMethod> groups,
    AdditionalExchanges additional) {

  private static final List<Cipher> CIPHERS =
      List.of(
          new Cipher(EncryptionAlgorithm.AES_GCM_16, 256),
          new Cipher(EncryptionAlgorithm.AES_GCM_16, 128),
          new Cipher(EncryptionAlgorithm.CHACHA20_POLY1305, 256),
          new Cipher(EncryptionAlgorithm.AES_CBC, 256),
          new Cipher(EncryptionAlgorithm.AES_CBC, 192),
          new Cipher(EncryptionAlgorithm.AES_CBC, 128),
          new Cipher(EncryptionAlgorithm.TRIPLE_DES_CBC, 192));
  private static final List<IntegrityAlgorithm> INTEGRITIES =
      List.of(
          IntegrityAlgorithm.HMAC_SHA2_512_256,
          IntegrityAlgorithm.HMAC_SHA2_384_192,
          IntegrityAlgorithm.HMAC_SHA2_256_128,
          IntegrityAlgorithm.HMAC_SHA1_96);
  private static final List<PrfAlgorithm> PRFS =
      List.of(
          PrfAlgorithm.HMAC_SHA2_512,
          PrfAlgorithm.HMAC_SHA2_384,
          PrfAlgorithm.HMAC_SHA2_256,
          PrfAlgorithm.HMAC_SHA1);
  private static final List<KeyExchangeMethod> GROUPS =
      List.of(
          KeyExchangeMethod.ECP_521,
          KeyExchangeMethod.ECP_384,
          KeyExchangeMethod.CURVE25519,
          KeyExchangeMethod.ECP_256,
          KeyExchangeMethod.MODP_4096,
          KeyExchangeMethod.MODP_3072,
          KeyExchangeMethod.MODP_2048,
          KeyExchangeMethod.MODP_1536,
          KeyExchangeMethod.MODP_1024);

  /** The group of the first key exchange where no line names one. */
  static final KeyExchangeMethod DEFAULT_GROUP = KeyExchangeMethod.MODP_2048;

  /** Algorithms of IKE SAs with a gateway. */
  static Algorithms ike(GatewayConfig config, IkeCrypto crypto) {
    return ike(config.algorithms(), crypto)
        .with(AdditionalExchanges.of(config.additionalKeyExchange(), crypto));
  }

  /** Algorithms of CHILD SAs of a policy of a gateway. */
  static Algorithms esp(ChildPolicy policy, GatewayConfig config, IkeCrypto crypto) {
    return esp(policy.algorithms(), crypto)
        .with(AdditionalExchanges.of(config.additionalKeyExchange(), crypto));
  }

  /** The same with other additional key exchanges. */
  Algorithms with(AdditionalExchanges other) {
    return new Algorithms(ciphers, integrities, prfs, groups, other);
  }

  /**
   * What may be negotiated with this peer: it cannot do additional key exchanges unless it has
   * announced IKE_INTERMEDIATE (RFC 9370 section 2.2.1).
   */
  Algorithms forPeer(PeerSupport peer) {
    return peer.has(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED)
        ? this
        : with(additional.impossible());
  }

  /**
   * For the proposals that carry additional key exchanges: who has these has better than what is
   * only there for old peers, and IKE_SA_INIT must stay short enough for one packet.
   */
  Algorithms modern() {
    return new Algorithms(
        strong(ciphers, c -> c.algorithm() != EncryptionAlgorithm.TRIPLE_DES_CBC),
        strong(integrities, i -> i != IntegrityAlgorithm.HMAC_SHA1_96),
        strong(prfs, p -> p != PrfAlgorithm.HMAC_SHA1),
        strong(groups, g -> g != KeyExchangeMethod.MODP_1536 && g != KeyExchangeMethod.MODP_1024),
        additional);
  }

  private static <T> List<T> strong(List<T> all, Predicate<T> wanted) {
    List<T> some = all.stream().filter(wanted).toList();
    return some.isEmpty() ? all : some;
  }

  /** Algorithms of IKE SAs. */
  static Algorithms ike(AlgorithmPolicy policy, IkeCrypto crypto) {
    List<PrfAlgorithm> prfs =
        choose(PRFS, policy.hash().map(AlgorithmPolicy::prf), policy.limited());
    return new Algorithms(
        supportedCiphers(policy.encryption(), policy.limited(), crypto),
        choose(INTEGRITIES, policy.hash(), policy.limited()).stream()
            .filter(crypto::supports)
            .toList(),
        prfs.stream().filter(crypto::supports).toList(),
        groups(policy, crypto),
        AdditionalExchanges.NONE);
  }

  /** Algorithms of CHILD SAs. */
  static Algorithms esp(AlgorithmPolicy policy, IkeCrypto crypto) {
    return new Algorithms(
        supportedCiphers(policy.espEncryption(), policy.limited(), crypto),
        choose(INTEGRITIES, policy.espIntegrity(), policy.limited()).stream()
            .filter(crypto::supports)
            .toList(),
        List.of(),
        groups(policy, crypto),
        AdditionalExchanges.NONE);
  }

  /** Nothing but the algorithms of one IKE SA. */
  static Algorithms only(IkeSuite suite) {
    return new Algorithms(
        List.of(new Cipher(suite.encryption(), suite.keyBits())),
        suite.encryption().isAead() ? List.of() : List.of(suite.integrity()),
        List.of(suite.prf()),
        List.of(suite.keyExchange()),
        AdditionalExchanges.exactly(suite.additional()));
  }

  /** Whether all algorithms of an IKE SA are among these. */
  boolean allow(IkeSuite suite) {
    return ciphers.contains(new Cipher(suite.encryption(), suite.keyBits()))
        && prfs.contains(suite.prf())
        && groups.contains(suite.keyExchange())
        && additional.allow(suite.additional())
        && (suite.encryption().isAead() || integrities.contains(suite.integrity()));
  }

  /**
   * What several gateways together accept, for a peer that has not named itself yet. Many tunnels
   * have the same lines; these are looked at once, for this answers whoever sends one message.
   */
  static Algorithms ikeOfAny(Collection<GatewayConfig> configs, IkeCrypto crypto) {
    record Lines(AlgorithmPolicy policy, AdditionalKeyExchange additional) {}

    return union(
        configs.stream()
            .map(c -> new Lines(c.algorithms(), c.additionalKeyExchange()))
            .distinct()
            .map(
                lines ->
                    ike(lines.policy(), crypto)
                        .with(AdditionalExchanges.of(lines.additional(), crypto)))
            .toList());
  }

  /** What several together accept. */
  static Algorithms union(List<Algorithms> several) {
    return new Algorithms(
        merge(CIPHERS, several.stream().map(Algorithms::ciphers).toList()),
        merge(INTEGRITIES, several.stream().map(Algorithms::integrities).toList()),
        merge(PRFS, several.stream().map(Algorithms::prfs).toList()),
        merge(GROUPS, several.stream().map(Algorithms::groups).toList()),
        AdditionalExchanges.union(several.stream().map(Algorithms::additional).toList()));
  }

  private static <T> List<T> merge(List<T> order, List<List<T>> several) {
    List<T> merged = new ArrayList<>();
    for (T value : order) {
      if (several.stream().anyMatch(s -> s.contains(value))) {
        merged.add(value);
      }
    }
    several.forEach(s -> s.stream().filter(v -> !merged.contains(v)).forEach(merged::add));
    return merged;
  }

  private static List<Cipher> supportedCiphers(
      Optional<Cipher> named, boolean limited, IkeCrypto crypto) {
    return choose(CIPHERS, named, limited).stream()
        .filter(c -> crypto.supports(c.algorithm(), c.keyBits()))
        .toList();
  }

  private static List<KeyExchangeMethod> groups(AlgorithmPolicy policy, IkeCrypto crypto) {
    return choose(GROUPS, policy.group(), policy.limited()).stream()
        .filter(crypto::supports)
        .toList();
  }

  /** All, or under limitation the named one alone; a named one outside the list goes last. */
  private static <T> List<T> choose(List<T> all, Optional<T> named, boolean limited) {
    if (named.isEmpty()) {
      return all;
    }
    if (limited) {
      return List.of(named.get());
    }
    if (all.contains(named.get())) {
      return all;
    }
    List<T> extended = new ArrayList<>(all);
    extended.add(named.get());
    return extended;
  }

  /** The group the peer began with, unless it is so weak that a better one should be asked for. */
  static Optional<KeyExchangeMethod> goodEnough(int groupId) {
    return byId(KeyExchangeMethod.class, KeyExchangeMethod::id, groupId)
        .filter(GROUPS::contains)
        .filter(g -> g != KeyExchangeMethod.MODP_1536 && g != KeyExchangeMethod.MODP_1024);
  }

  /** The group to start with: the preferred one if it may be used, else the default, else any. */
  KeyExchangeMethod firstGroup(Optional<KeyExchangeMethod> preferred) {
    return preferred
        .filter(groups::contains)
        .orElseGet(() -> groups.contains(DEFAULT_GROUP) ? DEFAULT_GROUP : groups.get(0));
  }

  /** The lines of IKE that restrict what is here, for a sentence. */
  String lines() {
    return additional.isOptional()
        ? "encryption, hash, group"
        : "encryption, hash, group, additional-key-exchange";
  }

  /** Whether there is enough to propose at all. */
  boolean usable() {
    return !ciphers.isEmpty()
        && !groups.isEmpty()
        && additional.isUsable()
        && (!integrities.isEmpty() || ciphers.stream().allMatch(c -> c.algorithm().isAead()));
  }

  /** A value of an enumeration by its IANA number. */
  static <E extends Enum<E>> Optional<E> byId(Class<E> kind, ToIntFunction<E> id, int wanted) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(e -> id.applyAsInt(e) == wanted)
        .findFirst();
  }
}
