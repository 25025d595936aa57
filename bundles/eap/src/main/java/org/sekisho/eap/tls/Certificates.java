package org.sekisho.eap.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;

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
