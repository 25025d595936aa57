package org.sekisho.ike.engine;

import org.sekisho.ike.config.Authentication;

/** Chooses by the gateway's configuration how the two sides are authenticated. */
final class AuthMethods {

  private AuthMethods() {}

  /** The dialogue of one IKE SA, as initiator or responder. */
  static AuthDialogue dialogue(AuthSession session) {
    return new DirectAuth(session.sa().isInitiator(), own(session), peer(session));
  }

  private static OwnProof own(AuthSession session) {
    Authentication.Method method = session.config().authentication().local();
    return switch (method) {
      case PRE_SHARED_KEY -> new SharedKeyProof(session);
    };
  }

  private static PeerProof peer(AuthSession session) {
    Authentication.Method method = session.config().authentication().remote();
    return switch (method) {
      case PRE_SHARED_KEY -> new SharedKeyProof(session);
    };
  }
}
