package org.sekisho.ike.engine;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapPeerSettings;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapServerSettings;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.config.Certificates;
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
                  credentials(session),
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
                  credentials(session),
                  eap.methods()),
              session.context().random);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  /** For EAP-TLS: the certificate and the CAs that the gateway's lines name. */
  private static Optional<EapCredentials> credentials(AuthSession session)
      throws NegotiationException {
    Authentication methods = session.config().authentication();
    if (!methods.eap().needsCertificate()) {
      return Optional.empty();
    }
    Certificates lines = methods.certificates().orElseThrow();
    EngineOutput output = session.context().output;
    try {
      Credential own = output.credential(lines.file());
      return Optional.of(
          new EapCredentials(own.chain(), own.key(), output.trustAnchors(lines.anchors())));
    } catch (PkiException e) {
      throw refused(e.getMessage());
    }
  }

  /**
   * Asks whether the other side's certificate leads to a trusted CA and is not revoked; EAP-TLS has
   * checked its name and its key.
   *
   * @param chain empty for methods without certificates
   * @param answer called once, at once or later: empty, or one sentence of refusal
   */
  static void checkChain(
      AuthSession session, List<X509Certificate> chain, Consumer<Optional<String>> answer) {
    if (chain.isEmpty()) {
      answer.accept(Optional.empty());
      return;
    }
    GatewayConfig config = session.config();
    Certificates lines = config.authentication().certificates().orElseThrow();
    try {
      session
          .context()
          .checks
          .start(
              new ChainCheck(
                  config.number(), chain, lines.anchors(), lines.crl(), lines.revocation()),
              answer);
    } catch (PkiException e) {
      answer.accept(Optional.of(e.getMessage()));
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
    int number = session.config().number();
    return session.config().authentication().eap().needsCertificate()
        ? "ipsec ike pki file " + number
        : "ipsec ike eap myname " + number;
  }

  /** The lines that hold the peer's, for sentences. */
  static String peersLine(AuthSession session) {
    Eap eap = session.config().authentication().eap();
    return eap.needsCertificate()
        ? "ipsec ike pki file " + session.config().number() + " and ipsec ike remote name"
        : "auth user and auth user group " + eap.group().orElse(0);
  }
}
