package org.sekisho.ike.engine;

import java.util.Optional;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payloads;

/** Failures of IKE_AUTH up to the proof of both identities (RFC 7296 section 2.15). */
final class AuthFailures {

  private AuthFailures() {}

  /** The peer calls itself otherwise than our line says. */
  static Failure peerName(GatewayConfig config, Identity peer, boolean weStarted) {
    return of(
        Cause.PEER_NAME,
        weStarted,
        new Evidence.Names(
            Optional.of(peer), config.remoteId(), Optional.empty(), config.localId()),
        "authentication failed: the peer calls itself "
            + peer
            + ", ipsec ike remote name "
            + config.number()
            + " says "
            + config.remoteId().map(Identity::toString).orElse("nothing"));
  }

  /**
   * The peer's proof is not good.
   *
   * @param message the peer's
   * @param sentence what the check said
   */
  static Failure proof(GatewayConfig config, Payloads message, boolean weStarted, String sentence) {
    if (config.authentication().remote() != Authentication.Method.PRE_SHARED_KEY) {
      return of(Cause.OTHER, weStarted, Evidence.NONE, sentence);
    }
    int method = message.first(AuthPayload.class).map(AuthPayload::method).orElse(0);
    return method == AuthPayload.SHARED_KEY
        ? of(Cause.KEY, weStarted, Evidence.NONE, sentence)
        : of(Cause.METHOD, weStarted, new Evidence.Method(method), sentence);
  }

  /** The peer refused us before or instead of proving itself. */
  static Failure refused(Gateway gateway, String peer, int notifyType) {
    GatewayConfig config = gateway.config();
    return switch (notifyType) {
      case NotifyType.AUTHENTICATION_FAILED ->
          of(
                  Cause.REFUSED,
                  true,
                  new Evidence.Notification(notifyType),
                  "authentication failed: " + peer + " refused our " + proof(config) + " or name")
              .hint(hint(config));
      case NotifyType.NO_PROPOSAL_CHOSEN, NotifyType.TS_UNACCEPTABLE ->
          ChildFailure.refused(notifyType, gateway, gateway.children().first(), Stage.CHILD);
      default ->
          of(
              Cause.OTHER,
              true,
              new Evidence.Notification(notifyType),
              peer + " answered IKE_AUTH with " + NotifyType.name(notifyType));
    };
  }

  /**
   * The peer took back what it had agreed to: as responder our proof came last, and it is not good
   * enough.
   *
   * @param asked what the peer called us
   */
  static Failure takenBack(GatewayConfig config, Optional<Identity> asked) {
    boolean otherName = asked.isPresent() && !asked.equals(config.localId());
    Failure failure =
        of(
            otherName ? Cause.OWN_NAME : Cause.REFUSED,
            false,
            otherName
                ? new Evidence.Names(Optional.empty(), config.remoteId(), asked, config.localId())
                : new Evidence.Notification(NotifyType.AUTHENTICATION_FAILED),
            "authentication failed: the peer refused our "
                + (otherName ? "name, it calls us " + asked.get() : proof(config) + " or name"));
    return failure.trusted(Trust.AUTHENTICATED).hint(hint(config));
  }

  private static String proof(GatewayConfig config) {
    return config.authentication().local() == Authentication.Method.CERTIFICATE
        ? "certificate"
        : "key";
  }

  private static String hint(GatewayConfig config) {
    return "check "
        + config.authentication().ownLine()
        + ", local name and remote name "
        + config.number()
        + (config.usablePpk().isPresent() ? ", or ipsec ike ppk " + config.number() : "");
  }

  private static Failure of(Cause cause, boolean weStarted, Evidence evidence, String sentence) {
    return new Failure(cause, Stage.IKE_AUTH, weStarted, Trust.ADDRESS, evidence, sentence, "", 0);
  }
}
