package org.sekisho.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A CA for tests: it issues what a test asks for, expired and revoked certificates included. */
public final class TestAuthority {

  private static long lastSerial = 1000;

  private final X509Certificate certificate;
  private final PrivateKey key;

  private TestAuthority(Issued issued) {
    this.certificate = issued.certificate();
    this.key = issued.key();
  }

  /** Kinds of keys. */
  public enum Kind {
    /** RSA, 2048 bits. */
    RSA_2048("RSA", "2048"),
    /** RSA, 3072 bits. */
    RSA_3072("RSA", "3072"),
    /** ECDSA on P-256. */
    P256("EC", "secp256r1"),
    /** ECDSA on P-384. */
    P384("EC", "secp384r1"),
    /** ECDSA on P-521. */
    P521("EC", "secp521r1"),
    /** Ed25519. */
    ED25519("Ed25519", "");

    private final String algorithm;
    private final String size;

    Kind(String algorithm, String size) {
      this.algorithm = algorithm;
      this.size = size;
    }

    KeyPair make() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("RSA")) {
        generator.initialize(Integer.parseInt(size));
      } else if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec(size));
      }
      return generator.generateKeyPair();
    }
  }

  /**
   * A certificate and its key.
   *
   * @param certificate the certificate
   * @param key its key
   */
  public record Issued(X509Certificate certificate, PrivateKey key) {}

  /** What a certificate says; each method gives a changed copy. */
  public record Request(
      String subject,
      Kind kind,
      List<GeneralName> names,
      Instant from,
      Instant until,
      boolean authority,
      Optional<Integer> usage,
      Optional<URI> ocsp,
      Optional<URI> crl,
      boolean ocspSigning) {

    /** A peer's certificate, valid from yesterday for a year. */
    public static Request of(String subject, Kind kind) {
      Instant now = Instant.now();
      return new Request(
          subject,
          kind,
          List.of(),
          now.minus(Duration.ofDays(1)),
          now.plus(Duration.ofDays(365)),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);
    }

    /** With an alternative name, of a kind of {@link GeneralName}. */
    public Request name(int kindOfName, String value) {
      List<GeneralName> more = new ArrayList<>(names);
      more.add(new GeneralName(kindOfName, value));
      return new Request(
          subject, kind, more, from, until, authority, usage, ocsp, crl, ocspSigning);
    }

    /** With a DNS name. */
    public Request dns(String value) {
      return name(GeneralName.dNSName, value);
    }

    /** Valid at another time. */
    public Request valid(Instant begin, Instant end) {
      return new Request(
          subject, kind, names, begin, end, authority, usage, ocsp, crl, ocspSigning);
    }

    /** With key usage bits of {@link KeyUsage}. */
    public Request usage(int bits) {
      return new Request(
          subject, kind, names, from, until, authority, Optional.of(bits), ocsp, crl, ocspSigning);
    }

    /** With the address of an OCSP responder. */
    public Request ocsp(URI address) {
      return new Request(
          subject,
          kind,
          names,
          from,
          until,
          authority,
          usage,
          Optional.of(address),
          crl,
          ocspSigning);
    }

    /** With the address of a CRL. */
    public Request crl(URI address) {
      return new Request(
          subject,
          kind,
          names,
          from,
          until,
          authority,
          usage,
          ocsp,
          Optional.of(address),
          ocspSigning);
    }

    /** Allowed to sign OCSP answers. */
    public Request forOcsp() {
      return new Request(subject, kind, names, from, until, authority, usage, ocsp, crl, true);
    }

    Request ofAuthority() {
      return new Request(
          subject,
          kind,
          names,
          from,
          until,
          true,
          Optional.of(KeyUsage.keyCertSign | KeyUsage.cRLSign),
          ocsp,
          crl,
          false);
    }
  }

  /** A root. */
  public static TestAuthority root(String subject, Kind kind) {
    return root(Request.of(subject, kind));
  }

  /** A root as the request says. */
  public static TestAuthority root(Request request) {
    try {
      KeyPair pair = request.kind().make();
      return new TestAuthority(issue(request.ofAuthority(), pair, null, pair.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A CA below this one. */
  public TestAuthority below(Request request) {
    return new TestAuthority(issue(request.ofAuthority()));
  }

  /** Issues a certificate with a fresh key. */
  public Issued issue(Request request) {
    try {
      return issue(request, request.kind().make(), certificate, key);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized BigInteger nextSerial() {
    return BigInteger.valueOf(++lastSerial);
  }

  private static Issued issue(
      Request request, KeyPair pair, X509Certificate issuer, PrivateKey issuerKey)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X500Name issuerName =
        issuer == null
            ? new X500Name(request.subject())
            : new JcaX509CertificateHolder(issuer).getSubject();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuerName,
            nextSerial(),
            Date.from(request.from()),
            Date.from(request.until()),
            new X500Name(request.subject()),
            pair.getPublic());
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        ids.createAuthorityKeyIdentifier(
            issuer == null ? pair.getPublic() : issuer.getPublicKey()));
    builder.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(request.authority()));
    if (request.usage().isPresent()) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(request.usage().get()));
    }
    if (!request.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(request.names().toArray(GeneralName[]::new)));
    }
    if (request.ocsp().isPresent()) {
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(request.ocsp().get())));
    }
    if (request.crl().isPresent()) {
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(
              new DistributionPoint[] {
                new DistributionPoint(
                    new DistributionPointName(new GeneralNames(uri(request.crl().get()))),
                    null,
                    null)
              }));
    }
    if (request.ocspSigning()) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }
    X509Certificate issued =
        new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuerKey)));
    return new Issued(issued, pair.getPrivate());
  }

  private static GeneralName uri(URI address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, address.toString());
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    return new JcaContentSignerBuilder(algorithm).build(key);
  }

  /** The CA's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The CA's key. */
  public PrivateKey key() {
    return key;
  }

  /**
   * A list of revoked certificates.
   *
   * @param issued when it was made; the next one is due a day later
   */
  public X509CRL crl(Instant issued, X509Certificate... revoked) {
    try {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(
              new JcaX509CertificateHolder(certificate).getSubject(), Date.from(issued));
      builder.setNextUpdate(Date.from(issued.plus(Duration.ofDays(1))));
      for (X509Certificate one : revoked) {
        builder.addCRLEntry(one.getSerialNumber(), Date.from(issued), 1);
      }
      return new JcaX509CRLConverter().getCRL(builder.build(signer(key)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Objects (certificates, keys, CRLs) in PEM; keys in PKCS #8. */
  public static String pem(Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(
            object instanceof PrivateKey secret
                ? new PemObject("PRIVATE KEY", secret.getEncoded())
                : object);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** Writes objects in PEM. */
  public static void writePem(Path file, Object... objects) {
    try {
      Files.writeString(file, pem(objects), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PKCS #12 file. */
  public static byte[] pkcs12(String password, PrivateKey key, Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("key", key, password.toCharArray(), chain);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return out.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
