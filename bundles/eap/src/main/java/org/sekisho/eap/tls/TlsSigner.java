package org.sekisho.eap.tls;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.sekisho.api.eap.EapCredentials;

/** Signs a handshake with our certificate's key, in a way the other side understands. */
final class TlsSigner {

  private TlsSigner() {}

  /** Whether a key is for the RSA cipher suites of TLS 1.2; else it is for the ECDSA ones. */
  static boolean isRsa(EapCredentials credentials) {
    return credentials.chain().get(0).getPublicKey() instanceof RSAPublicKey;
  }

  /**
   * Makes the signer.
   *
   * @param understood {@link SignatureAndHashAlgorithm}s the other side announced
   * @param requestContext of TLS 1.3's request for our certificate, empty for a server
   * @throws TlsFatalAlert when the other side understands none of ours
   */
  static TlsCredentialedSigner of(
      TlsContext context,
      BcTlsCrypto crypto,
      EapCredentials credentials,
      Vector<?> understood,
      byte[] requestContext)
      throws IOException {
    boolean tls13 = TlsUtils.isTLSv13(context);
    X509Certificate own = credentials.chain().get(0);
    SignatureAndHashAlgorithm chosen =
        schemes(own, tls13).stream()
            .map(SignatureScheme::getSignatureAndHashAlgorithm)
            .filter(s -> understood != null && understood.contains(s))
            .findFirst()
            .orElseThrow(() -> new NoCommonSignature());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        key(credentials.key()),
        certificate(crypto, credentials.chain(), tls13, requestContext),
        chosen);
  }

  private static List<Integer> schemes(X509Certificate own, boolean tls13) {
    if (own.getPublicKey() instanceof RSAPublicKey) {
      return tls13
          ? List.of(SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384)
          : List.of(SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pkcs1_sha256);
    }
    if (own.getPublicKey() instanceof ECPublicKey ec) {
      return switch (ec.getParams().getCurve().getField().getFieldSize()) {
        case 256 -> List.of(SignatureScheme.ecdsa_secp256r1_sha256);
        case 384 -> List.of(SignatureScheme.ecdsa_secp384r1_sha384);
        default -> List.of(SignatureScheme.ecdsa_secp521r1_sha512);
      };
    }
    return List.of(SignatureScheme.ed25519);
  }

  private static AsymmetricKeyParameter key(PrivateKey key) throws IOException {
    return PrivateKeyFactory.createKey(key.getEncoded());
  }

  private static Certificate certificate(
      BcTlsCrypto crypto, List<X509Certificate> chain, boolean tls13, byte[] requestContext)
      throws IOException {
    CertificateEntry[] entries = new CertificateEntry[chain.size()];
    try {
      for (int i = 0; i < entries.length; i++) {
        entries[i] =
            new CertificateEntry(crypto.createCertificate(chain.get(i).getEncoded()), null);
      }
    } catch (CertificateEncodingException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
    return new Certificate(tls13 ? requestContext : null, entries);
  }

  private static final class NoCommonSignature extends TlsFatalAlert {
    NoCommonSignature() {
      super(
          AlertDescription.handshake_failure,
          "the other side understands no signature of our certificate's key");
    }
  }
}
