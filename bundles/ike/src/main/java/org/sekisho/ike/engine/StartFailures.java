package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.Optional;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.diagnosis.Unreachable;

/** Failures before a peer's first word, and knocks that nobody answers. */
final class StartFailures {

  private StartFailures() {}

  /** A line is missing; the sentence names it. */
  static Failure incomplete(String sentence) {
    return alone(Cause.INCOMPLETE, Evidence.NONE, sentence);
  }

  /** Nobody knows where the peer is. */
  static Failure noAddress(String sentence) {
    return alone(Cause.NO_ADDRESS, Evidence.NONE, sentence);
  }

  /** The system knows no way. */
  static Failure noRoute(InetAddress remote) {
    return alone(Cause.CANNOT_SEND, Evidence.NONE, "no route to " + remote.getHostAddress())
        .hint("check ip route");
  }

  private static Failure alone(Cause cause, Evidence evidence, String sentence) {
    return Failure.ours(cause, Stage.START, evidence, sentence).trusted(Trust.AUTHENTICATED);
  }

  /** Messages do not leave this router. */
  static Failure cannotSend(Evidence.Path path) {
    return alone(
        Cause.CANNOT_SEND, path, "cannot send to " + text(path.remote()) + ": " + path.sendError());
  }

  /**
   * Somebody says that our messages do not arrive.
   *
   * @param stage whose messages
   */
  static Failure unreachable(Evidence.Path path, Stage stage) {
    Unreachable said = path.unreachable().orElseThrow();
    String service = "UDP " + path.remote().port() + " of " + text(path.remote());
    String from = said.from().getHostAddress();
    String sentence =
        path.nobodyListens()
            ? "no IKE service listens on " + service + ", its host answers"
            : service + " cannot be reached, " + from + " answers: " + said.kind();
    return Failure.ours(Cause.UNREACHABLE, stage, path, sentence)
        .hint(
            path.nobodyListens()
                ? "check ipsec ike remote address, and that the gateway's IKE service runs"
                : "check ipsec ike remote address, ip route and filters on the way");
  }

  /** Nothing came back to IKE_SA_INIT. */
  static Failure noAnswer(Evidence.Path path) {
    String sentence = "no answer from " + text(path.remote());
    return Failure.ours(
        Cause.NO_ANSWER,
        Stage.IKE_SA_INIT,
        path,
        path.answers4500() ? sentence + " on UDP 500, but on UDP 4500" : sentence);
  }

  /** IKE_SA_INIT was answered, IKE_AUTH was not. */
  static Failure noAnswerToAuth(Evidence.Path path) {
    return Failure.ours(
            Cause.NO_ANSWER_TO_AUTH,
            Stage.IKE_AUTH,
            path,
            "no answer from " + text(path.remote()) + " to IKE_AUTH")
        .hint("check that UDP " + path.remote().port() + " is open on the way");
  }

  /** The peer of an established SA is silent. */
  static Failure lost(Transport way) {
    return noAnswer(
        new Evidence.Path(
            way.local(), way.remote(), Optional.empty(), false, "", Optional.empty()));
  }

  /** The peer knocks, and a line keeps it out. */
  static Failure notAccepted(int gateway) {
    return Failure.theirs(
        Cause.NOT_ACCEPTED,
        Stage.IKE_SA_INIT,
        Trust.ADDRESS,
        Evidence.NONE,
        "the peer starts key exchanges, and ipsec ike negotiation receive "
            + gateway
            + " off keeps it out");
  }

  private static String text(Endpoint endpoint) {
    return endpoint.address().getHostAddress();
  }
}
