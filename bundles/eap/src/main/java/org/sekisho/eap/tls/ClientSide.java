package org.sekisho.eap.tls;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Our part as TLS client. */
final class ClientSide extends AbstractTlsClient implements TlsAuthentication {

  private final BcTlsCrypto crypto;
  private final TlsSession session;
  private final ProtocolVersion[] versions;

  ClientSide(BcTlsCrypto crypto, TlsSession session, ProtocolVersion[] versions) {
    super(crypto);
    this.crypto = crypto;
    this.session = session;
    this.versions = versions;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return versions.clone();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return CipherSuites.all();
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return this;
  }

  @Override
  public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
    session.judge(certificate.getCertificate());
  }

  @Override
  public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
    Vector<?> understood = request.getSupportedSignatureAlgorithms();
    return TlsSigner.of(
        context, crypto, session.credentials(), understood, request.getCertificateRequestContext());
  }

  /**
   * strongSwan 5.9 does not know RFC 5746. It protects renegotiations, of which there are none
   * here: Bouncy Castle refuses them, and a first handshake without certificate fails.
   */
  @Override
  public void notifySecureRenegotiation(boolean secure) {
    // either will do
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    session.complete(context);
  }
}
