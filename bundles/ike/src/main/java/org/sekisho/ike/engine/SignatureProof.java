package org.sekisho.ike.engine;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.config.Certificates;
import org.sekisho.ike.crypto.SignatureAuthentication;
import org.sekisho.ike.crypto.SignatureHashes;
import org.sekisho.ike.message.CertPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;

/** Our proof by a certificate and the signature of its key (RFC 7296 section 2.15, RFC 7427). */
final class SignatureProof implements OwnProof {

  private final AuthSession session;

  SignatureProof(AuthSession session) {
    this.session = session;
  }

  @Override
  public List<Payload> payloads() throws NegotiationException {
    EngineContext context = session.context();
    Certificates lines = session.config().authentication().certificates().orElseThrow();
    try {
      Credential credential = context.output.credential(lines.file());
      List<Payload> payloads = new ArrayList<>();
      for (X509Certificate certificate : credential.chain()) {
        payloads.add(new CertPayload(CertPayload.X509_SIGNATURE, certificate.getEncoded()));
      }
      payloads.add(
          context.signatures.sign(
              credential.chain().get(0).getPublicKey(),
              credential.key(),
              session.own(),
              peersHashes(),
              pkcs1(lines.padding()),
              context.random));
      return payloads;
    } catch (PkiException | CertificateEncodingException | SignatureAuthentication.Refusal e) {
      throw new NegotiationException(
          NotifyType.AUTHENTICATION_FAILED, "authentication is not possible: " + e.getMessage());
    }
  }

  private Optional<Set<SignatureHashes>> peersHashes() {
    return session
        .sa()
        .peerSupport()
        .data(NotifyType.SIGNATURE_HASH_ALGORITHMS)
        .map(SignatureHashes::of);
  }

  private boolean pkcs1(Certificates.Padding padding) {
    return padding == Certificates.Padding.PKCS1
        || (padding == Certificates.Padding.AUTO && session.peerSignsPkcs1());
  }
}
