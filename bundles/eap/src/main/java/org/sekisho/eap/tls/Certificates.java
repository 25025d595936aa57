package org.sekisho.eap.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.sekisho.eap.method.Names;

/** Certificates between TLS and the JDK. */
final class Certificates {

  private static final int RFC822_NAME = 1;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private Certificates() {}

  static List<X509Certificate> decode(Certificate chain) throws CertificateException, IOException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> decoded = new ArrayList<>();
    for (TlsCertificate certificate : chain.getCertificateList()) {
      decoded.add(
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
    }
    return decoded;
  }

  /**
   * Checks that a chain leads to an anchor (RFC 5280 section 6), revocation aside.
   *
   * @param presented the certificate in question first, others in any order
   */
  static void verify(List<X509Certificate> presented, List<X509Certificate> anchors)
      throws CertificateException {
    Set<TrustAnchor> trusted = new HashSet<>();
    anchors.forEach(a -> trusted.add(new TrustAnchor(a, null)));
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(presented.get(0));
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
      parameters.setRevocationEnabled(false);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(presented)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "no authority we trust issued "
              + Names.shown(presented.get(0).getSubjectX500Principal().getName()),
          e);
    }
  }

  /**
   * Names a certificate bears: subject alternative names for hosts, mail and addresses; where it
   * has none of them, the common name.
   */
  static Set<String> names(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          int type = (Integer) alternative.get(0);
          if (type == RFC822_NAME || type == DNS_NAME || type == IP_ADDRESS) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
      if (names.isEmpty()) {
        for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
          if (rdn.getType().equalsIgnoreCase("CN")) {
            names.add(String.valueOf(rdn.getValue()));
          }
        }
      }
    } catch (CertificateException | InvalidNameException e) {
      // a name that cannot be read is no name: the certificate bears those read so far
      return names;
    }
    return names;
  }
}
