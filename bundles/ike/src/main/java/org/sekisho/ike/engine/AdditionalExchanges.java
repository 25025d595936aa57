package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.AdditionalKeyExchange;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.Transform;

/**
 * The additional key exchanges one side wants, and their negotiation by the transforms of types 6
 * to 12 (RFC 9370 section 2.2.1). All methods of one negotiation are different.
 *
 * @param methods methods that may be used, in the order they are done
 * @param needed methods without which there is no SA
 */
record AdditionalExchanges(List<KeyExchangeMethod> methods, List<KeyExchangeMethod> needed) {

  static final AdditionalExchanges NONE = new AdditionalExchanges(List.of(), List.of());

  /** Transform ID of no additional key exchange. */
  private static final int NO_METHOD = 0;

  /** What the configuration asks for, as far as there is cryptography for it. */
  static AdditionalExchanges of(AdditionalKeyExchange config, IkeCrypto crypto) {
    return new AdditionalExchanges(
        config.methods().stream().filter(crypto::supports).toList(),
        config.required() ? config.methods() : List.of());
  }

  /** Exactly these. */
  static AdditionalExchanges exactly(List<KeyExchangeMethod> methods) {
    return new AdditionalExchanges(methods, methods);
  }

  /** What several gateways accept together, for a peer that has not named itself yet. */
  static AdditionalExchanges union(List<AdditionalExchanges> several) {
    List<KeyExchangeMethod> needed = new ArrayList<>(several.get(0).needed);
    several.forEach(s -> needed.retainAll(s.needed));
    return new AdditionalExchanges(
        several.stream().flatMap(s -> s.methods.stream()).distinct().toList(), needed);
  }

  /**
   * The methods there is no provider for, as one sentence; empty when there is nothing amiss.
   *
   * @param gateway gateway number
   */
  static Optional<String> missing(AdditionalKeyExchange config, IkeCrypto crypto, int gateway) {
    return config.methods().stream()
        .filter(m -> !crypto.supports(m))
        .findFirst()
        .map(
            m ->
                AlgorithmNames.group(m)
                    + " needs the feature sekisho-crypto-bc: install it, or take "
                    + AlgorithmNames.group(m)
                    + " out of ipsec ike additional-key-exchange "
                    + gateway);
  }

  /** With a peer that does not do any: then there is no SA where one is needed. */
  AdditionalExchanges impossible() {
    return new AdditionalExchanges(List.of(), needed);
  }

  boolean isEmpty() {
    return methods.isEmpty();
  }

  /** Whether those needed are possible. */
  boolean isUsable() {
    return methods.containsAll(needed);
  }

  /** Whether a proposal without them may be offered, too. */
  boolean isOptional() {
    return needed.isEmpty();
  }

  /** Whether what an SA uses is enough. */
  boolean allow(List<KeyExchangeMethod> used) {
    return used.containsAll(needed);
  }

  /** The transforms of an offer, one type a method. */
  List<Transform> transforms() {
    List<Transform> transforms = new ArrayList<>();
    for (KeyExchangeMethod method : methods) {
      transforms.add(Transform.of(Transform.ADDKE1 + transforms.size(), method.id()));
    }
    return transforms;
  }

  /**
   * Chooses one transform of each additional type of a proposal.
   *
   * @param group the method of the first key exchange, which is not done again
   * @return empty when the proposal is not acceptable
   */
  Optional<List<Transform>> choose(Proposal proposal, KeyExchangeMethod group) {
    List<Transform> chosen = new ArrayList<>();
    List<KeyExchangeMethod> left = new ArrayList<>(methods);
    left.remove(group);
    for (int type = Transform.ADDKE1; type <= Transform.ADDKE7; type++) {
      List<Transform> offered = proposal.ofType(type);
      if (offered.isEmpty()) {
        continue;
      }
      Optional<KeyExchangeMethod> method =
          left.stream().filter(m -> offers(offered, m.id())).findFirst();
      if (method.isEmpty() && !offers(offered, NO_METHOD)) {
        return Optional.empty();
      }
      method.ifPresent(left::remove);
      chosen.add(Transform.of(type, method.map(KeyExchangeMethod::id).orElse(NO_METHOD)));
    }
    return allow(methods(chosen)) ? Optional.of(chosen) : Optional.empty();
  }

  private static boolean offers(List<Transform> offered, int id) {
    return offered.stream()
        .anyMatch(t -> t.id() == id && t.keyBits() == 0 && !t.unknownAttribute());
  }

  /** The methods of chosen transforms, in the order they are done. */
  static List<KeyExchangeMethod> methods(List<Transform> chosen) {
    return chosen.stream()
        .flatMap(
            t -> Algorithms.byId(KeyExchangeMethod.class, KeyExchangeMethod::id, t.id()).stream())
        .toList();
  }
}
