package org.sekisho.pki;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * Where a certificate says its revocation can be found out: http addresses only (RFC 5280 sections
 * 4.2.1.13 and 4.2.2.1).
 *
 * @param ocsp OCSP responders
 * @param crls CRLs
 */
record RevocationSources(List<URI> ocsp, List<URI> crls) {

  private static final int MAX_ADDRESSES = 3;

  /** Reads them; an extension that cannot be read names none. */
  static RevocationSources of(X509Certificate certificate) {
    List<URI> ocsp = new ArrayList<>();
    List<URI> crls = new ArrayList<>();
    try {
      ASN1Primitive access = extension(certificate, Extension.authorityInfoAccess.getId());
      if (access != null) {
        for (AccessDescription description :
            AuthorityInformationAccess.getInstance(access).getAccessDescriptions()) {
          if (description.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
            add(ocsp, description.getAccessLocation());
          }
        }
      }
      ASN1Primitive points = extension(certificate, Extension.cRLDistributionPoints.getId());
      if (points != null) {
        for (DistributionPoint point : CRLDistPoint.getInstance(points).getDistributionPoints()) {
          DistributionPointName name = point.getDistributionPoint();
          if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
            for (GeneralName address : GeneralNames.getInstance(name.getName()).getNames()) {
              add(crls, address);
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // RuntimeException: Bouncy Castle knows several for octets that are not what they should be
      return new RevocationSources(List.copyOf(ocsp), List.copyOf(crls));
    }
    return new RevocationSources(List.copyOf(ocsp), List.copyOf(crls));
  }

  private static ASN1Primitive extension(X509Certificate certificate, String id)
      throws IOException {
    byte[] value = certificate.getExtensionValue(id);
    return value == null ? null : JcaX509ExtensionUtils.parseExtensionValue(value);
  }

  private static void add(List<URI> addresses, GeneralName name) {
    if (name.getTagNo() != GeneralName.uniformResourceIdentifier
        || addresses.size() >= MAX_ADDRESSES) {
      return;
    }
    try {
      URI uri = new URI(ASN1IA5String.getInstance(name.getName()).getString());
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        addresses.add(uri);
      }
    } catch (URISyntaxException e) {
      return; // no address
    }
  }
}
