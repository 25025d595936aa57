package org.sekisho.ike.engine;

import org.sekisho.ike.config.Authentication;

/** Chooses how the two sides are authenticated: by the gateway's lines, or as resumed. */
final class AuthMethods {

  private AuthMethods() {}

  /** The dialogue of one IKE SA, as initiator or responder. */
  static AuthDialogue dialogue(AuthSession session) {
    boolean initiator = session.sa().isInitiator();
    if (session.sa().session().isResumed()) {
      ResumptionProof proof = new ResumptionProof(session);
      return new DirectAuth(initiator, proof, proof);
    }
    Authentication methods = session.config().authentication();
    if (methods.uses(Authentication.Method.EAP)) {
      return initiator ? eapInitiator(session, methods) : eapResponder(session, methods);
    }
    return new PpkAuth(session, new DirectAuth(initiator, own(session), peer(session)));
  }

  private static AuthDialogue eapInitiator(AuthSession session, Authentication methods) {
    return methods.local() == Authentication.Method.EAP
        ? new EapInitiator(session, peer(session))
        : new RefusedAuth(
            "the peer proves itself by EAP, so it must start: set ipsec ike remote address "
                + session.config().number()
                + " any");
  }

  private static AuthDialogue eapResponder(AuthSession session, Authentication methods) {
    return methods.remote() == Authentication.Method.EAP
        ? new EapResponder(session, own(session))
        : new RefusedAuth(
            "authentication failed: this router proves itself by EAP, so the peer must not start:"
                + " set ipsec ike negotiation receive "
                + session.config().number()
                + " off");
  }

  private static OwnProof own(AuthSession session) {
    Authentication.Method method = session.config().authentication().local();
    return switch (method) {
      case PRE_SHARED_KEY -> new SharedKeyProof(session);
      case EAP -> throw new IllegalStateException("EAP is a dialogue of its own");
      case CERTIFICATE -> new SignatureProof(session);
    };
  }

  private static PeerProof peer(AuthSession session) {
    Authentication.Method method = session.config().authentication().remote();
    return switch (method) {
      case PRE_SHARED_KEY -> new SharedKeyProof(session);
      case EAP -> throw new IllegalStateException("EAP is a dialogue of its own");
      case CERTIFICATE -> new CertificateProof(session);
    };
  }
}
