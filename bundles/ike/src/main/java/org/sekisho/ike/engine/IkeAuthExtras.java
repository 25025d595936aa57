package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * What travels in IKE_AUTH beside identities, proofs and the first CHILD SA: what we add on each
 * side, and what of the peer's counts once it is authenticated.
 */
final class IkeAuthExtras {

  private IkeAuthExtras() {}

  /** For our first request, between the identity and the proof. */
  static List<Payload> request(AuthSession session) {
    List<Payload> payloads = new ArrayList<>();
    if (!session.gateway().sas().hasOther(session.sa()) && !session.gateway().hasInherited()) {
      payloads.add(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
    }
    payloads.addAll(session.gateway().modeConfiguration().request());
    payloads.addAll(Mobike.announcement(session.gateway().config()));
    payloads.addAll(session.gateway().ownTickets().request());
    return payloads;
  }

  /**
   * The responder's last answer is here and its SA established.
   *
   * @param response what it said
   */
  static void answered(AuthSession session, Payloads response) {
    resumed(session);
    WindowSize.announced(response).ifPresent(session.sa().window()::grow);
    session.gateway().modeConfiguration().replied(response);
    session.sa().mobike().begin(response);
    session.gateway().ownTickets().answered(session.sa(), response);
  }

  /**
   * For our last answer; the peer is authenticated.
   *
   * @param request the initiator's first request
   * @param since when the initiator began
   * @param afterwards what to do when the answer is on its way
   */
  static List<Payload> answer(
      AuthSession session, Payloads request, long since, List<Runnable> afterwards) {
    IkeSa sa = session.sa();
    resumed(session);
    if (request.notify(NotifyType.INITIAL_CONTACT).isPresent() || sa.session().isResumed()) {
      // when the new pair is there; for resumption see RFC 5723 section 4.3.2
      afterwards.add(() -> session.gateway().sas().initialContact(sa, since));
    }
    WindowSize.announced(request).ifPresent(size -> afterwards.add(() -> sa.window().grow(size)));
    sa.mobike().begin(request);
    List<Payload> payloads = new ArrayList<>(session.gateway().modeConfiguration().answer(request));
    if (request.notify(NotifyType.MOBIKE_SUPPORTED).isPresent()) {
      payloads.addAll(Mobike.announcement(session.gateway().config()));
    }
    payloads.addAll(session.gateway().issuedTickets().answer(sa, request));
    return payloads;
  }

  private static void resumed(AuthSession session) {
    if (session.sa().session().isResumed()) {
      session
          .context()
          .output
          .log("[IKE2] SA:" + session.sa().number() + "/IKE resumed without key exchange");
    }
  }
}
