package org.sekisho.ike.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.AlgorithmPolicy.Cipher;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;

/** Offers out of a fixed list, as cloud gateways make them (RFC 7296 sections 2.7, 3.3). */
class ProposalsTest {

  private static final List<EspSuite> FIXED =
      List.of(
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false),
          new EspSuite(
              EncryptionAlgorithm.TRIPLE_DES_CBC, 192, IntegrityAlgorithm.HMAC_SHA1_96, false),
          new EspSuite(
              EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA2_256_128, true));

  private static final AdditionalExchanges ML_KEM =
      new AdditionalExchanges(List.of(KeyExchangeMethod.ML_KEM_768), List.of());

  /** RFC 9370: once with the additional key exchange, and once without for who knows it not. */
  @Test
  void additionalKeyExchangesAreOfferedFirst() {
    List<KeyExchangeMethod> groups = List.of(KeyExchangeMethod.CURVE25519);
    List<Proposal> proposals = Proposals.offerEsp(FIXED, 1, groups, ML_KEM).proposals();
    assertEquals(6, proposals.size());
    Transform mlKem = Transform.of(6, 36);
    assertEquals(
        List.of(true, true, true, false, false, false),
        proposals.stream().map(p -> p.transforms().contains(mlKem)).toList());
    AdditionalExchanges required = AdditionalExchanges.exactly(ML_KEM.methods());
    assertEquals(3, Proposals.offerEsp(FIXED, 1, groups, required).proposals().size());
  }

  /** A peer may choose NONE where we offer it or it does; two equal methods are never chosen. */
  @Test
  void oneMethodOfEachTypeIsChosenAndNoneTwice() {
    AdditionalExchanges both =
        new AdditionalExchanges(
            List.of(KeyExchangeMethod.ML_KEM_768, KeyExchangeMethod.ML_KEM_1024), List.of());
    List<Transform> same = List.of(Transform.of(6, 36), Transform.of(7, 36));
    assertEquals(Optional.empty(), choose(both, same));
    List<Transform> twice = List.of(Transform.of(6, 36), Transform.of(7, 36), Transform.of(7, 37));
    assertEquals(
        Optional.of(List.of(Transform.of(6, 36), Transform.of(7, 37))), choose(both, twice));
    List<Transform> optional =
        List.of(Transform.of(6, 37), Transform.of(6, 0), Transform.of(9, 35), Transform.of(9, 0));
    assertEquals(
        Optional.of(List.of(Transform.of(6, 37), Transform.of(9, 0))), choose(both, optional));
    assertEquals(
        Optional.of(List.of(Transform.of(6, 0), Transform.of(9, 0))),
        choose(AdditionalExchanges.NONE, optional));
    assertEquals(Optional.empty(), choose(AdditionalExchanges.NONE, List.of(Transform.of(6, 36))));
  }

  private static Optional<List<Transform>> choose(
      AdditionalExchanges own, List<Transform> transforms) {
    Proposal proposal = new Proposal(1, 1, new byte[0], transforms);
    return own.choose(proposal, KeyExchangeMethod.CURVE25519);
  }

  @Test
  void aFixedListIsOneProposalASuiteInItsOrder() {
    SaPayload offer = Proposals.offerEsp(FIXED, 0x01020304, List.of(), ML_KEM);
    List<Proposal> proposals = offer.proposals();
    assertEquals(List.of(1, 2, 3), proposals.stream().map(Proposal::number).toList());
    assertEquals(
        List.of(Transform.encryption(20, 256), Transform.of(Transform.ESN, 0)),
        proposals.get(0).transforms());
    assertEquals(
        List.of(
            Transform.of(Transform.ENCR, 3),
            Transform.of(Transform.INTEG, 2),
            Transform.of(Transform.ESN, 0)),
        proposals.get(1).transforms());
    assertEquals(
        List.of(
            Transform.encryption(12, 128),
            Transform.of(Transform.INTEG, 12),
            Transform.of(Transform.ESN, 1)),
        proposals.get(2).transforms());
  }

  @Test
  void withPfsEachProposalHoldsTheGroups() {
    SaPayload offer =
        Proposals.offerEsp(
            FIXED, 1, List.of(KeyExchangeMethod.MODP_1024), AdditionalExchanges.NONE);
    for (Proposal proposal : offer.proposals()) {
      assertEquals(List.of(Transform.of(Transform.KE, 2)), proposal.ofType(Transform.KE));
    }
  }

  @Test
  void theOfferedSuitesCanBeChosen() {
    SaPayload offer = Proposals.offerEsp(FIXED, 1, List.of(), AdditionalExchanges.NONE);
    Algorithms own =
        new Algorithms(
            List.of(new Cipher(EncryptionAlgorithm.AES_CBC, 128)),
            List.of(IntegrityAlgorithm.HMAC_SHA2_256_128),
            List.of(),
            List.of(),
            AdditionalExchanges.NONE);
    Optional<Proposals.Choice<EspSuite>> choice =
        Proposals.chooseEsp(offer, own, true, Optional.empty());
    assertTrue(choice.isPresent());
    assertEquals(FIXED.get(2), choice.get().suite());
    assertEquals(3, choice.get().proposal().number());
  }
}
