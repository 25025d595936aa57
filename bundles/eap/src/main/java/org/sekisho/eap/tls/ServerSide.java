package org.sekisho.eap.tls;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Our part as TLS server, which asks for the client's certificate. */
class ServerSide extends AbstractTlsServer {

  private final BcTlsCrypto crypto;
  private final TlsSession session;
  private final ProtocolVersion[] versions;

  ServerSide(BcTlsCrypto crypto, TlsSession session, ProtocolVersion[] versions) {
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
    return CipherSuites.forKey(TlsSigner.isRsa(session.credentials()));
  }

  @Override
  public TlsCredentials getCredentials() throws IOException {
    Vector<?> understood = context.getSecurityParametersHandshake().getClientSigAlgs();
    return TlsSigner.of(context, crypto, session.credentials(), understood, TlsUtils.EMPTY_BYTES);
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    Vector<?> understood = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
    Vector<X500Name> authorities = new Vector<>();
    for (X509Certificate anchor : session.credentials().anchors()) {
      authorities.add(X500Name.getInstance(anchor.getSubjectX500Principal().getEncoded()));
    }
    if (TlsUtils.isTLSv13(context)) {
      return new CertificateRequest(TlsUtils.EMPTY_BYTES, understood, null, authorities);
    }
    return new CertificateRequest(
        new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
        understood,
        authorities);
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    session.judge(certificate);
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
