package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.SpiCodec;
import org.sekisho.ike.message.Transform;

/** Builds offers and picks from offers (RFC 7296 sections 2.7 and 3.3). */
final class Proposals {

  private Proposals() {}

  /**
   * A choice out of an offer.
   *
   * @param suite the algorithms
   * @param group key exchange method, empty for none
   * @param additional methods of additional key exchanges, in their order
   * @param proposal the proposal it came from, cut down to what was chosen
   */
  record Choice<S>(
      S suite,
      Optional<KeyExchangeMethod> group,
      List<KeyExchangeMethod> additional,
      Proposal proposal) {}

  /** Everything that may be negotiated, by type in order of preference. */
  static List<Transform> transforms(Algorithms algorithms) {
    List<Transform> all = new ArrayList<>();
    algorithms.ciphers().forEach(c -> all.add(encryption(c)));
    algorithms.integrities().forEach(i -> all.add(Transform.of(Transform.INTEG, i.id())));
    algorithms.prfs().forEach(p -> all.add(Transform.of(Transform.PRF, p.id())));
    algorithms.groups().forEach(g -> all.add(Transform.of(Transform.KE, g.id())));
    return all;
  }

  /** Offer for a first IKE SA. */
  static SaPayload offerIke(Algorithms algorithms) {
    return new SaPayload(ikeProposals(new ArrayList<>(), algorithms, new byte[0]));
  }

  /**
   * Offer for the renewal of an IKE SA: what it uses now, then everything. Some peers derive other
   * keys than we do when the prf changes, so staying with it is the safe choice for both.
   */
  static SaPayload offerIkeRenewal(Algorithms algorithms, IkeSuite current, long spi) {
    byte[] spiOctets = SpiCodec.octets(spi);
    List<Proposal> proposals = new ArrayList<>();
    if (algorithms.allow(current)) {
      ikeProposals(proposals, Algorithms.only(current), spiOctets);
    }
    return new SaPayload(ikeProposals(proposals, algorithms, spiOctets));
  }

  private static List<Proposal> ikeProposals(
      List<Proposal> proposals, Algorithms algorithms, byte[] spi) {
    for (Algorithms variant : variants(algorithms, true)) {
      for (List<Cipher> ciphers : families(variant.ciphers())) {
        List<Transform> transforms = cipherTransforms(ciphers, variant);
        variant.prfs().forEach(p -> transforms.add(Transform.of(Transform.PRF, p.id())));
        variant.groups().forEach(g -> transforms.add(Transform.of(Transform.KE, g.id())));
        transforms.addAll(variant.additional().transforms());
        proposals.add(new Proposal(proposals.size() + 1, ProtocolId.IKE, spi, transforms));
      }
    }
    return proposals;
  }

  /**
   * Proposals with additional key exchanges first, and where they are not needed those without: a
   * peer that does not know their transform types refuses the former (RFC 7296 section 3.3.6).
   */
  private static List<AdditionalExchanges> variants(
      AdditionalExchanges additional, boolean keyExchange) {
    List<AdditionalExchanges> variants = new ArrayList<>();
    if (keyExchange && !additional.isEmpty()) {
      variants.add(additional);
    }
    if (!keyExchange || additional.isOptional()) {
      variants.add(AdditionalExchanges.NONE);
    }
    return variants;
  }

  private static List<Algorithms> variants(Algorithms algorithms, boolean keyExchange) {
    return variants(algorithms.additional(), keyExchange).stream()
        .map(a -> a.isEmpty() ? algorithms.with(a) : algorithms.modern())
        .toList();
  }

  /**
   * Offer for a CHILD SA.
   *
   * @param groups key exchange methods, empty for none
   */
  static SaPayload offerEsp(Algorithms algorithms, int spi, List<KeyExchangeMethod> groups) {
    List<Proposal> proposals = new ArrayList<>();
    for (Algorithms variant : variants(algorithms, !groups.isEmpty())) {
      for (List<Cipher> ciphers : families(variant.ciphers())) {
        List<Transform> transforms = cipherTransforms(ciphers, variant);
        groups.forEach(g -> transforms.add(Transform.of(Transform.KE, g.id())));
        transforms.addAll(variant.additional().transforms());
        transforms.add(Transform.of(Transform.ESN, 0));
        transforms.add(Transform.of(Transform.ESN, 1));
        byte[] spiOctets = SpiCodec.octets(spi);
        proposals.add(new Proposal(proposals.size() + 1, ProtocolId.ESP, spiOctets, transforms));
      }
    }
    return new SaPayload(proposals);
  }

  /** Offer for a CHILD SA out of a fixed list, one proposal a suite. */
  static SaPayload offerEsp(
      List<EspSuite> suites,
      int spi,
      List<KeyExchangeMethod> groups,
      AdditionalExchanges additional) {
    List<Proposal> proposals = new ArrayList<>();
    for (AdditionalExchanges variant : variants(additional, !groups.isEmpty())) {
      for (EspSuite suite : suites) {
        List<Transform> transforms =
            chosen(new Cipher(suite.encryption(), suite.keyBits()), suite.integrity());
        groups.forEach(g -> transforms.add(Transform.of(Transform.KE, g.id())));
        transforms.addAll(variant.transforms());
        transforms.add(Transform.of(Transform.ESN, suite.esn() ? 1 : 0));
        byte[] spiOctets = SpiCodec.octets(spi);
        proposals.add(new Proposal(proposals.size() + 1, ProtocolId.ESP, spiOctets, transforms));
      }
    }
    return new SaPayload(proposals);
  }

  /** AEAD and other ciphers go into proposals of their own (RFC 7296 section 3.3), 3DES last. */
  private static List<List<Cipher>> families(List<Cipher> ciphers) {
    List<Predicate<Cipher>> kinds =
        List.of(
            c -> c.algorithm().isAead(),
            c -> c.algorithm() == EncryptionAlgorithm.AES_CBC,
            c -> !c.algorithm().isAead() && c.algorithm() != EncryptionAlgorithm.AES_CBC);
    return kinds.stream()
        .map(kind -> ciphers.stream().filter(kind).toList())
        .filter(family -> !family.isEmpty())
        .toList();
  }

  private static List<Transform> cipherTransforms(List<Cipher> ciphers, Algorithms algorithms) {
    List<Transform> transforms = new ArrayList<>();
    ciphers.forEach(c -> transforms.add(encryption(c)));
    if (!ciphers.get(0).algorithm().isAead()) {
      algorithms.integrities().forEach(i -> transforms.add(Transform.of(Transform.INTEG, i.id())));
    }
    return transforms;
  }

  private static Transform encryption(Cipher cipher) {
    EncryptionAlgorithm algorithm = cipher.algorithm();
    return algorithm.hasKeyLengthAttribute()
        ? Transform.encryption(algorithm.id(), cipher.keyBits())
        : Transform.of(Transform.ENCR, algorithm.id());
  }

  /**
   * The strongest IKE suite both sides have; one with all additional key exchanges comes first.
   *
   * @param preferredGroup taken when the chosen proposal has it, ahead of stronger ones
   */
  static Optional<Choice<IkeSuite>> chooseIke(
      SaPayload offer, Algorithms own, Optional<KeyExchangeMethod> preferredGroup) {
    return withAll(own)
        .flatMap(all -> findIke(offer, all, preferredGroup))
        .or(() -> findIke(offer, own, preferredGroup));
  }

  /** The same with all additional key exchanges needed; empty when there are none. */
  private static Optional<Algorithms> withAll(Algorithms own) {
    return Optional.of(own.additional())
        .filter(a -> !a.isEmpty() && a.isUsable())
        .map(a -> own.with(AdditionalExchanges.exactly(a.methods())));
  }

  private static Optional<Choice<IkeSuite>> findIke(
      SaPayload offer, Algorithms own, Optional<KeyExchangeMethod> preferredGroup) {
    for (Cipher cipher : own.ciphers()) {
      for (Proposal proposal : offer.proposals()) {
        Optional<IntegrityAlgorithm> integrity =
            integrity(proposal, cipher, own, ProtocolId.IKE, Transform.PRF, Transform.KE);
        Optional<PrfAlgorithm> prf =
            own.prfs().stream().filter(p -> has(proposal, Transform.PRF, p.id())).findFirst();
        Optional<KeyExchangeMethod> group = group(proposal, own, preferredGroup);
        Optional<List<Transform>> more = group.flatMap(g -> own.additional().choose(proposal, g));
        if (integrity.isPresent() && prf.isPresent() && more.isPresent()) {
          List<Transform> chosen = chosen(cipher, integrity.get());
          chosen.add(Transform.of(Transform.PRF, prf.get().id()));
          chosen.add(Transform.of(Transform.KE, group.get().id()));
          chosen.addAll(more.get());
          IkeSuite suite =
              new IkeSuite(
                  cipher.algorithm(),
                  cipher.keyBits(),
                  integrity.get(),
                  prf.get(),
                  group.get(),
                  AdditionalExchanges.methods(more.get()));
          return Optional.of(
              new Choice<>(suite, group, suite.additional(), reply(proposal, chosen)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The strongest ESP suite both sides have; one with all additional key exchanges comes first.
   *
   * @param withGroup whether a key exchange of its own is possible; without, groups are ignored
   * @param preferredGroup the group the peer sent a key exchange payload for
   */
  static Optional<Choice<EspSuite>> chooseEsp(
      SaPayload offer,
      Algorithms own,
      boolean withGroup,
      Optional<KeyExchangeMethod> preferredGroup) {
    return withAll(own)
        .flatMap(all -> findEsp(offer, all, withGroup, preferredGroup))
        .filter(c -> !c.additional().isEmpty())
        .or(() -> findEsp(offer, own, withGroup, preferredGroup));
  }

  private static Optional<Choice<EspSuite>> findEsp(
      SaPayload offer,
      Algorithms own,
      boolean withGroup,
      Optional<KeyExchangeMethod> preferredGroup) {
    for (Cipher cipher : own.ciphers()) {
      for (Proposal proposal : offer.proposals()) {
        Optional<IntegrityAlgorithm> integrity =
            integrity(proposal, cipher, own, ProtocolId.ESP, Transform.ESN, Transform.KE);
        boolean noEsn = has(proposal, Transform.ESN, 0);
        if (integrity.isEmpty() || (!noEsn && !has(proposal, Transform.ESN, 1))) {
          continue;
        }
        Optional<KeyExchangeMethod> group = Optional.empty();
        List<Transform> offered = proposal.ofType(Transform.KE);
        boolean optional = offered.isEmpty() || has(proposal, Transform.KE, 0);
        if (withGroup && !(optional && preferredGroup.isEmpty())) {
          group = group(proposal, own, preferredGroup);
          if (group.isEmpty() && !optional) {
            continue;
          }
        }
        Optional<List<Transform>> more =
            group.isEmpty()
                ? Optional.of(List.of())
                : own.additional().choose(proposal, group.get());
        if (more.isEmpty()) {
          continue;
        }
        List<Transform> chosen = chosen(cipher, integrity.get());
        group.ifPresent(g -> chosen.add(Transform.of(Transform.KE, g.id())));
        chosen.addAll(more.get());
        chosen.add(Transform.of(Transform.ESN, noEsn ? 0 : 1));
        EspSuite suite =
            new EspSuite(cipher.algorithm(), cipher.keyBits(), integrity.get(), !noEsn);
        return Optional.of(
            new Choice<>(
                suite, group, AdditionalExchanges.methods(more.get()), reply(proposal, chosen)));
      }
    }
    return Optional.empty();
  }

  /**
   * The integrity algorithm that goes with the cipher in this proposal; empty when unacceptable.
   */
  private static Optional<IntegrityAlgorithm> integrity(
      Proposal proposal, Cipher cipher, Algorithms own, int protocol, int otherA, int otherB) {
    boolean wellFormed =
        proposal.protocol() == protocol
            && proposal.transforms().stream()
                .allMatch(
                    t ->
                        t.type() == Transform.ENCR
                            || t.type() == Transform.INTEG
                            || isAdditional(t)
                            || t.type() == otherA
                            || t.type() == otherB);
    if (!wellFormed || proposal.ofType(Transform.ENCR).stream().noneMatch(t -> is(t, cipher))) {
      return Optional.empty();
    }
    if (cipher.algorithm().isAead()) {
      boolean none =
          proposal.ofType(Transform.INTEG).isEmpty() || has(proposal, Transform.INTEG, 0);
      return none ? Optional.of(IntegrityAlgorithm.NONE) : Optional.empty();
    }
    return own.integrities().stream()
        .filter(i -> has(proposal, Transform.INTEG, i.id()))
        .findFirst();
  }

  private static boolean isAdditional(Transform t) {
    return t.type() >= Transform.ADDKE1 && t.type() <= Transform.ADDKE7;
  }

  private static Optional<KeyExchangeMethod> group(
      Proposal proposal, Algorithms own, Optional<KeyExchangeMethod> preferred) {
    return preferred
        .filter(g -> own.groups().contains(g) && has(proposal, Transform.KE, g.id()))
        .or(
            () ->
                own.groups().stream().filter(g -> has(proposal, Transform.KE, g.id())).findFirst());
  }

  private static boolean is(Transform transform, Cipher cipher) {
    int bits = cipher.algorithm().hasKeyLengthAttribute() ? cipher.keyBits() : 0;
    return transform.id() == cipher.algorithm().id()
        && transform.keyBits() == bits
        && !transform.unknownAttribute();
  }

  private static boolean has(Proposal proposal, int type, int id) {
    return proposal.transforms().stream()
        .anyMatch(
            t -> t.type() == type && t.id() == id && t.keyBits() == 0 && !t.unknownAttribute());
  }

  private static List<Transform> chosen(Cipher cipher, IntegrityAlgorithm integrity) {
    List<Transform> chosen = new ArrayList<>();
    chosen.add(encryption(cipher));
    if (integrity != IntegrityAlgorithm.NONE) {
      chosen.add(Transform.of(Transform.INTEG, integrity.id()));
    }
    return chosen;
  }

  private static Proposal reply(Proposal proposal, List<Transform> chosen) {
    return new Proposal(proposal.number(), proposal.protocol(), proposal.spi(), chosen);
  }

  /** The payload that accepts a choice. */
  static SaPayload accept(Choice<?> choice, byte[] spi) {
    Proposal p = choice.proposal();
    return new SaPayload(List.of(new Proposal(p.number(), p.protocol(), spi, p.transforms())));
  }

  /** Reads the one IKE suite of an answer; empty when it is no choice out of the offer. */
  static Optional<Choice<IkeSuite>> answeredIke(SaPayload answer, SaPayload offer, Algorithms own) {
    return isChoiceOf(answer, offer) ? chooseIke(answer, own, Optional.empty()) : Optional.empty();
  }

  /** Reads the one ESP suite of an answer; empty when it is no choice out of the offer. */
  static Optional<Choice<EspSuite>> answeredEsp(
      SaPayload answer, SaPayload offer, Algorithms own, Optional<KeyExchangeMethod> sent) {
    return isChoiceOf(answer, offer)
        ? chooseEsp(answer, own, sent.isPresent(), sent)
        : Optional.empty();
  }

  /** One proposal, our number, one transform of each type, each one of those we offered. */
  private static boolean isChoiceOf(SaPayload answer, SaPayload offer) {
    if (answer.proposals().size() != 1) {
      return false;
    }
    Proposal chosen = answer.proposals().get(0);
    Optional<Proposal> offered =
        offer.proposals().stream().filter(p -> p.number() == chosen.number()).findFirst();
    if (offered.isEmpty() || offered.get().protocol() != chosen.protocol()) {
      return false;
    }
    boolean additionalAnswered =
        chosen.ofType(Transform.KE).isEmpty()
            || chosen.transforms().stream().filter(Proposals::isAdditional).count()
                == offered.get().transforms().stream().filter(Proposals::isAdditional).count();
    return additionalAnswered
        && chosen.transforms().stream()
            .allMatch(
                t ->
                    chosen.ofType(t.type()).size() == 1
                        && (offered.get().transforms().contains(t) || isNone(t)));
  }

  /** INTEG NONE and key exchange NONE say the same as leaving the transform out. */
  private static boolean isNone(Transform t) {
    return (t.type() == Transform.INTEG || t.type() == Transform.KE) && t.id() == 0;
  }
}
