package org.sekisho.ike.engine;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.SignatureScheme;
import org.sekisho.api.crypto.SigningKeys;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.config.Certificates;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.crypto.SignatureAuthentication;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * The peer's proof by a certificate (RFC 7296 sections 2.15, 3.6, 3.8): what costs little comes
 * first – the signature, the name – and only then the chain, outside the engine.
 */
final class CertificateProof implements PeerProof {

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  private final AuthSession session;

  CertificateProof(AuthSession session) {
    this.session = session;
  }

  @Override
  public List<Payload> wanted() throws NegotiationException {
    return CertificateRequests.of(session.context(), certificates());
  }

  @Override
  public void check(Payloads message, Verdict verdict) throws MalformedMessageException {
    Optional<AuthPayload> auth = message.first(AuthPayload.class);
    if (auth.isEmpty() || !SignatureAuthentication.isSignature(auth.get().method())) {
      verdict.failed(
          "authentication failed: the peer does not use a certificate, check ipsec ike auth method "
              + number());
      return;
    }
    List<X509Certificate> presented = PeerCertificates.of(message);
    if (presented.isEmpty()) {
      verdict.failed("authentication failed: the peer sent no certificate: let it send its own");
      return;
    }
    Optional<String> problem = problem(presented.get(0), auth.get());
    if (problem.isPresent()) {
      verdict.failed("authentication failed: " + problem.get());
      return;
    }
    Certificates lines = certificates();
    try {
      session
          .context()
          .checks
          .start(
              new ChainCheck(number(), presented, lines.anchors(), lines.crl(), lines.revocation()),
              refusal -> refusal.ifPresentOrElse(r -> failed(verdict, r), verdict::proved));
    } catch (PkiException e) {
      failed(verdict, e.getMessage());
    }
  }

  private static void failed(Verdict verdict, String sentence) {
    verdict.failed("authentication failed: " + sentence);
  }

  /** What is wrong with the peer's own certificate or signature, as one sentence. */
  private Optional<String> problem(X509Certificate certificate, AuthPayload auth) {
    Optional<String> key = SigningKeys.problem(certificate.getPublicKey());
    if (key.isPresent()) {
      return Optional.of("the peer's certificate has " + key.get());
    }
    boolean knowsRfc7427 = session.sa().peerSupport().has(NotifyType.SIGNATURE_HASH_ALGORITHMS);
    try {
      SignatureScheme scheme =
          session
              .context()
              .signatures
              .verify(certificate.getPublicKey(), auth, session.peers(), knowsRfc7427);
      session.peerSignedWith(scheme);
    } catch (SignatureAuthentication.Refusal e) {
      return Optional.of(e.getMessage());
    }
    Identity expected = session.config().remoteId().orElseThrow();
    CertificateIdentity names = new CertificateIdentity(certificate);
    if (!names.isFor(expected)) {
      return Optional.of(
          "the peer's certificate is for "
              + names.text()
              + ", not for "
              + expected
              + ": check ipsec ike remote name "
              + number());
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      return Optional.of(
          "the peer's certificate is not for signatures: have it issued with key usage"
              + " digitalSignature");
    }
    return Optional.empty();
  }

  private Certificates certificates() {
    return session.config().authentication().certificates().orElseThrow();
  }

  private int number() {
    return session.config().number();
  }
}
