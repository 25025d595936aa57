package org.sekisho.ike.engine;

import java.util.Optional;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.ike.config.Eap;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.NotifyType;

/** Starts conversations of EAP with what the gateway's lines say. */
final class EapConversations {

  private EapConversations() {}

  /**
   * We prove ourselves.
   *
   * @throws NegotiationException with one sentence when EAP is not there or not set up
   */
  static EapPeer peer(AuthSession session) throws NegotiationException {
    GatewayConfig config = session.config();
    Eap eap = config.authentication().eap();
    try {
      return methods(session)
          .peer(
              new EapPeerSettings(
                  eap.account().map(Eap.Account::name).orElseGet(config::localIdText),
                  eap.account().map(Eap.Account::password),
                  Optional.empty(),
                  config.remoteIdText(),
                  eap.methods()),
              session.context().random);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  /**
   * The peer proves itself.
   *
   * @throws NegotiationException with one sentence when EAP is not there or not set up
   */
  static EapServer server(AuthSession session) throws NegotiationException {
    GatewayConfig config = session.config();
    Eap eap = config.authentication().eap();
    try {
      return methods(session)
          .server(
              new EapServerSettings(
                  config.localIdText(),
                  config.remoteIdText(),
                  eap.users(),
                  Optional.empty(),
                  eap.methods()),
              session.context().random);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private static EapMethods methods(AuthSession session) throws NegotiationException {
    return session
        .context()
        .output
        .eapMethods()
        .orElseThrow(() -> refused("EAP is not there: install the feature sekisho-eap"));
  }

  private static NegotiationException refused(String sentence) {
    return new NegotiationException(NotifyType.AUTHENTICATION_FAILED, sentence);
  }

  /** The lines that hold our proof, for sentences. */
  static String ownLine(AuthSession session) {
    return "ipsec ike eap myname " + session.config().number();
  }

  /** The lines that hold the peer's, for sentences. */
  static String peersLine(AuthSession session) {
    int group = session.config().authentication().eap().group().orElse(0);
    return "auth user and auth user group " + group;
  }
}
