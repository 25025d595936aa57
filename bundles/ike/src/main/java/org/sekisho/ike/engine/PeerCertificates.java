package org.sekisho.ike.engine;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.ike.message.CertPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payloads;

/**
 * The certificates in a peer's message: its own first, then others in no order (RFC 7296 section
 * 3.6). Nothing in them is trusted.
 */
final class PeerCertificates {

  private static final int MAX_CERTIFICATES = 8;
  private static final int MAX_OCTETS = 16_384;
  private static final int DER_SEQUENCE = 0x30;

  private PeerCertificates() {}

  /**
   * Reads them; payloads of other encodings are passed over.
   *
   * @return none when the peer sent none
   */
  static List<X509Certificate> of(Payloads message) throws MalformedMessageException {
    List<CertPayload> payloads =
        message.all(CertPayload.class).stream()
            .filter(c -> c.encoding() == CertPayload.X509_SIGNATURE)
            .toList();
    if (payloads.size() > MAX_CERTIFICATES) {
      throw new MalformedMessageException("more than " + MAX_CERTIFICATES + " certificates");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (CertPayload payload : payloads) {
      certificates.add(parse(payload.data()));
    }
    return certificates;
  }

  private static X509Certificate parse(byte[] der) throws MalformedMessageException {
    if (der.length == 0 || der.length > MAX_OCTETS || der[0] != DER_SEQUENCE) {
      throw new MalformedMessageException("certificate of " + der.length + " octets");
    }
    ByteArrayInputStream in = new ByteArrayInputStream(der);
    try {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (in.available() > 0) {
        throw new MalformedMessageException("octets behind a certificate");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new MalformedMessageException("certificate cannot be read: " + e.getMessage());
    }
  }
}
