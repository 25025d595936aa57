package org.sekisho.eap.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sekisho.api.eap.EapCredentials;

/** A certificate authority of a test. */
final class TestAuthority {

  private final KeyPair key;
  private final List<X509Certificate> path = new ArrayList<>();
  private final String name;
  private int serial = 1;

  TestAuthority(String name) throws Exception {
    this.name = name;
    this.key = keys("EC");
    path.add(issue(this, key, name, List.of(), true));
  }

  private TestAuthority(TestAuthority parent, String name) throws Exception {
    this.name = name;
    this.key = keys("EC");
    path.add(issue(parent, key, name, List.of(), true));
    path.addAll(parent.path);
  }

  /** An authority below this one. */
  TestAuthority below(String other) throws Exception {
    return new TestAuthority(this, other);
  }

  static KeyPair keys(String kind) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            kind.equals("P-384") ? "EC" : kind.equals("RSA-1024") ? "RSA" : kind);
    if (kind.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else if (kind.equals("P-384")) {
      generator.initialize(new ECGenParameterSpec("secp384r1"));
    } else if (kind.equals("RSA")) {
      generator.initialize(2048);
    } else if (kind.equals("RSA-1024")) {
      generator.initialize(1024);
    }
    return generator.generateKeyPair();
  }

  private static X509Certificate issue(
      TestAuthority issuer, KeyPair subject, String name, List<GeneralName> names, boolean ca)
      throws Exception {
    long now = System.currentTimeMillis();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=" + issuer.name),
            BigInteger.valueOf(issuer.serial++),
            new Date(now - 60_000),
            new Date(now + 3_600_000),
            new X500Principal("CN=" + name),
            subject.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key.getPrivate())));
  }

  /** Credentials of a new certificate, which trust an authority. */
  EapCredentials credentials(String kind, String dnsName, TestAuthority trusted) throws Exception {
    KeyPair own = keys(kind);
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(issue(this, own, "x", List.of(new GeneralName(GeneralName.dNSName, dnsName)), false));
    chain.addAll(path.subList(0, path.size() - 1));
    X509Certificate root = trusted.path.get(trusted.path.size() - 1);
    return new EapCredentials(chain, own.getPrivate(), List.of(root));
  }
}
