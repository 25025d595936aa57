package org.sekisho.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

class RevocationSourcesTest {

  private static final URI OCSP = URI.create("http://ocsp.example/");
  private static final URI CRL = URI.create("http://ca.example/crl");
  private static final X509Certificate CERTIFICATE =
      TestAuthority.root("CN=Root", Kind.P256)
          .issue(Request.of("CN=Peer", Kind.P256).ocsp(OCSP).crl(CRL))
          .certificate();

  @Test
  void bothExtensionsAreRead() {
    assertEquals(
        new RevocationSources(List.of(OCSP), List.of(CRL)), RevocationSources.of(CERTIFICATE));
  }

  /**
   * Extensions that are not what they should be, each octet of the certificate changed in turn: an
   * address in a form of a directory name made Bouncy Castle throw what nobody had expected.
   */
  @Test
  void whatCannotBeReadNamesNone() throws Exception {
    byte[] der = CERTIFICATE.getEncoded();
    int read = 0;
    for (int at = 0; at < der.length; at++) {
      for (int change : new int[] {0x01, 0x02, 0x20, 0x80, 0xff}) {
        byte[] other = der.clone();
        other[at] ^= (byte) change;
        X509Certificate certificate;
        try {
          certificate =
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(other));
        } catch (CertificateException e) {
          continue;
        }
        assertNotNull(RevocationSources.of(certificate));
        read++;
      }
    }
    assertTrue(read > 500, "certificates looked at: " + read);
  }
}
