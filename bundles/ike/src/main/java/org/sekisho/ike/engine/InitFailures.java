package org.sekisho.ike.engine;

import java.util.List;
import java.util.OptionalInt;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;

/** Failures of IKE_SA_INIT: proposals and key exchange groups (RFC 7296 sections 1.2, 2.7). */
final class InitFailures {

  private InitFailures() {}

  /** The peer refused all we offered. */
  static Failure refused(Gateway gateway, Endpoint remote) {
    return ours(
        gateway,
        new Evidence.Algorithms(
            Offer.UNKNOWN, accepted(gateway), OptionalInt.empty(), OptionalInt.empty(), false),
        "no common proposal for IKE: "
            + remote.address().getHostAddress()
            + " refused all algorithms");
  }

  /** The peer wants a group that we do not offer. */
  static Failure wrongGroup(Gateway gateway, int group) {
    return ours(
        gateway,
        new Evidence.Algorithms(
            Offer.UNKNOWN, accepted(gateway), OptionalInt.of(group), OptionalInt.empty(), false),
        "no common proposal for IKE: the peer wants key exchange group " + group);
  }

  private static Failure ours(Gateway gateway, Evidence evidence, String sentence) {
    return Failure.ours(Cause.IKE_PROPOSAL, Stage.IKE_SA_INIT, evidence, sentence)
        .hint(hint(gateway));
  }

  private static String hint(Gateway gateway) {
    return "check ipsec ike " + own(gateway).lines();
  }

  private static Algorithms own(Gateway gateway) {
    return Algorithms.ike(gateway.config(), gateway.context().crypto);
  }

  /** Nothing the peer offers is allowed here. */
  static Failure nothingInCommon(Gateway gateway, SaPayload offer, Endpoint remote) {
    return theirs(
        gateway,
        Stage.IKE_SA_INIT,
        gateway.isAt(remote.address()) ? Trust.ADDRESS : Trust.STRANGER,
        Evidence.Algorithms.of(new Offer(offer.proposals(), false), accepted(gateway)),
        nothingInCommon(remote));
  }

  /** The sentence of that. */
  static String nothingInCommon(Endpoint remote) {
    return "no common proposal for IKE: nothing "
        + remote.address().getHostAddress()
        + " offers is allowed here";
  }

  /** What was agreed before the peer's name was known is not allowed for this gateway. */
  static Failure forbidden(Gateway gateway, IkeSuite suite) {
    Offer used = new Offer(Proposals.offerIke(Algorithms.only(suite)).proposals(), true);
    return theirs(
        gateway,
        Stage.IKE_AUTH,
        Trust.AUTHENTICATED,
        Evidence.Algorithms.of(used, accepted(gateway)),
        "no common proposal for IKE: ipsec ike proposal-limitation "
            + gateway.config().number()
            + " forbids what the peer uses");
  }

  private static Failure theirs(
      Gateway gateway, Stage stage, Trust trust, Evidence evidence, String sentence) {
    return Failure.theirs(Cause.IKE_PROPOSAL, stage, trust, evidence, sentence).hint(hint(gateway));
  }

  private static List<Transform> accepted(Gateway gateway) {
    return Proposals.transforms(own(gateway));
  }
}
