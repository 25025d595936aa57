package org.sekisho.eap.tls;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.sekisho.api.crypto.SigningKeys;
import org.sekisho.api.eap.EapCredentials;
import org.sekisho.eap.method.Names;

/** What both sides of EAP-TLS do alike: judge the other certificate, export the key. */
final class TlsSession {

  private static final int KEY = 64;
  private static final int MAX_CHAIN = 10;
  private static final int MAX_NAMES = 8;
  private static final byte[] TYPE_CODE = {13};

  private final EapCredentials credentials;
  private final Set<String> acceptedNames;
  private List<X509Certificate> chain = List.of();
  private String complaint;
  private String identity;
  private byte[] key;
  private boolean tls13;

  /**
   * Starts without anything known.
   *
   * @param acceptedNames the other side's certificate must bear one of them
   */
  TlsSession(EapCredentials credentials, Set<String> acceptedNames) {
    this.credentials = credentials;
    this.acceptedNames = acceptedNames;
  }

  EapCredentials credentials() {
    return credentials;
  }

  /**
   * Refuses the other side's certificate where that costs little: by the kind and size of its key
   * and by its name. Whether it leads to a trusted authority takes longer; who started the
   * conversation has that checked elsewhere, before anything is built on the key.
   */
  void judge(Certificate certificate) throws IOException {
    if (certificate == null || certificate.isEmpty() || certificate.getLength() > MAX_CHAIN) {
      complaint = "the other side sent no certificate, or too long a chain";
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
    try {
      chain = Certificates.decode(certificate);
    } catch (CertificateException e) {
      complaint = "the other side's certificate cannot be read: " + e.getMessage();
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
    Optional<String> key = SigningKeys.problem(chain.get(0).getPublicKey());
    if (key.isPresent()) {
      complaint = "the other side's certificate has " + key.get();
      throw new TlsFatalAlert(AlertDescription.unsupported_certificate);
    }
    Set<String> names = Certificates.names(chain.get(0));
    Optional<String> known = acceptedNames.stream().filter(n -> bears(names, n)).findFirst();
    if (known.isEmpty()) {
      complaint =
          "the other side's certificate is of " + shown(names) + ", not of " + acceptedNames;
      throw new TlsFatalAlert(AlertDescription.certificate_unknown);
    }
    identity = known.get();
  }

  private static List<String> shown(Set<String> names) {
    return names.stream().limit(MAX_NAMES).map(Names::shown).toList();
  }

  private static boolean bears(Set<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The handshake is complete: exports the key (RFC 5216 section 2.3, RFC 9190 section 2.3). */
  void complete(TlsContext context) throws IOException {
    if (identity == null) {
      complaint = "the other side sent no certificate";
      throw new TlsFatalAlert(AlertDescription.certificate_required);
    }
    ProtocolVersion version = context.getSecurityParametersConnection().getNegotiatedVersion();
    tls13 = TlsUtils.isTLSv13(version);
    byte[] material =
        tls13
            ? context.exportKeyingMaterial("EXPORTER_EAP_TLS_Key_Material", TYPE_CODE, 2 * KEY)
            : export12(context.getSecurityParametersConnection());
    key = Arrays.copyOf(material, KEY);
    Arrays.fill(material, (byte) 0);
  }

  /**
   * The exporter of TLS 1.2 (RFC 5705 section 4), also where the other side knows no extended
   * master secret (RFC 7627), as strongSwan 5.9: Bouncy Castle's own refuses that. What the
   * extension protects from takes a key exchange whose secret an attacker can make equal on two
   * connections; {@link CipherSuites} offers only ECDHE, where it cannot.
   */
  private static byte[] export12(SecurityParameters parameters) {
    byte[] seed = TlsUtils.calculateExporterSeed(parameters, null);
    return TlsUtils.PRF(
            parameters, parameters.getMasterSecret(), "client EAP encryption", seed, 2 * KEY)
        .extract();
  }

  boolean isComplete() {
    return key != null;
  }

  boolean isTls13() {
    return tls13;
  }

  /** The name that the other side's certificate bears and that is accepted. */
  String identity() {
    return identity;
  }

  /** The other side's certificates, its own first. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Why we ended TLS, one sentence. */
  Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  /** A copy of the master session key. */
  byte[] key() {
    return key.clone();
  }

  void close() {
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
  }
}
