package org.sekisho.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

class CertificateFileReaderTest {

  private static final TestAuthority ROOT = TestAuthority.root("CN=Root", Kind.P256);
  private static final TestAuthority LOWER = ROOT.below(Request.of("CN=Lower", Kind.P256));

  private final CertificateFileReader reader =
      new CertificateFileReader(new BouncyCastleProvider());

  private CertificateFile read(FileType type, String content, String password) throws PkiException {
    return reader.read(type, content.getBytes(StandardCharsets.US_ASCII), password);
  }

  private static Issued issue(Kind kind) {
    return LOWER.issue(Request.of("CN=own", kind).dns("own.example.com"));
  }

  private static String pkcs8(PrivateKey key) {
    return TestAuthority.pem(key);
  }

  private static void assertOwn(Issued own, CertificateFile file) {
    Credential credential = file.credential().orElseThrow();
    assertEquals(List.of(own.certificate(), LOWER.certificate()), credential.chain());
    assertEquals(own.key(), credential.key());
    assertEquals(List.of(ROOT.certificate()), file.anchors());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindOfKeyInPkcs8(Kind kind) throws PkiException {
    Issued own = issue(kind);
    String rest = TestAuthority.pem(ROOT.certificate(), own.certificate(), LOWER.certificate());
    assertOwn(own, read(FileType.X509_PEM, pkcs8(own.key()) + rest, ""));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RSA_2048", "P256", "P384"})
  void theFormsBeforePkcs8(Kind kind) throws PkiException, IOException {
    Issued own = issue(kind);
    StringWriter key = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(key)) {
      writer.writeObject(own.key());
    }
    String chain = TestAuthority.pem(own.certificate(), LOWER.certificate(), ROOT.certificate());
    assertOwn(own, read(FileType.X509_PEM, key + chain, ""));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RSA_2048", "P256", "ED25519"})
  void underAPassword(Kind kind) throws PkiException, IOException, OperatorCreationException {
    Issued own = issue(kind);
    String chain = TestAuthority.pem(own.certificate(), LOWER.certificate(), ROOT.certificate());
    JcaPKCS8Generator generator =
        new JcaPKCS8Generator(
            own.key(),
            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setRandom(new SecureRandom())
                .setPassword("right".toCharArray())
                .build());
    String encrypted = TestAuthority.pem(generator.generate());
    assertOwn(own, read(FileType.X509_PEM, encrypted + chain, "right"));
    PkiException wrong =
        assertThrows(PkiException.class, () -> read(FileType.X509_PEM, encrypted + chain, "wrong"));
    assertEquals("its key cannot be read: the password is wrong", wrong.getMessage());
  }

  @Test
  void theOldEncryptedForm() throws PkiException, IOException {
    Issued own = issue(Kind.RSA_2048);
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          PrivateKeyInfo.getInstance(own.key().getEncoded()),
          new JcePEMEncryptorBuilder("AES-128-CBC")
              .setProvider(new BouncyCastleProvider())
              .build("right".toCharArray()));
      writer.writeObject(own.certificate());
      writer.writeObject(LOWER.certificate());
      writer.writeObject(ROOT.certificate());
    }
    assertOwn(own, read(FileType.X509_PEM, text.toString(), "right"));
  }

  @Test
  void pkcs12() throws PkiException {
    Issued own = issue(Kind.P256);
    byte[] file =
        TestAuthority.pkcs12(
            "right", own.key(), own.certificate(), LOWER.certificate(), ROOT.certificate());
    assertOwn(own, reader.read(FileType.PKCS12, file.clone(), "right"));
    PkiException wrong =
        assertThrows(PkiException.class, () -> reader.read(FileType.PKCS12, file.clone(), "wrong"));
    assertEquals("it is no PKCS #12 file, or the password is wrong", wrong.getMessage());
  }

  @Test
  void authoritiesInPemAndDer() throws Exception {
    CertificateFile pem =
        read(FileType.X509_CA, TestAuthority.pem(ROOT.certificate(), LOWER.certificate()), "");
    assertTrue(pem.credential().isEmpty());
    assertEquals(List.of(ROOT.certificate(), LOWER.certificate()), pem.anchors());
    CertificateFile der = reader.read(FileType.X509_CA, ROOT.certificate().getEncoded(), "");
    assertEquals(List.of(ROOT.certificate()), der.anchors());
  }

  @Test
  void whatIsWrongWithAFile() {
    Issued own = issue(Kind.P256);
    Issued other = issue(Kind.P256);
    String certificate = TestAuthority.pem(own.certificate());
    assertEquals(
        "it holds no private key: append it to the file, or use x509-ca for a CA's certificate",
        problem(FileType.X509_PEM, certificate));
    assertEquals(
        "its key is not that of any certificate in it",
        problem(FileType.X509_PEM, certificate + pkcs8(other.key())));
    assertEquals(
        "it holds a certificate that is no CA's: CN=own", problem(FileType.X509_CA, certificate));
    assertEquals("it holds no certificate", problem(FileType.X509_CA, "hello"));
    assertEquals(
        "it is no PKCS #12 file, or the password is wrong", problem(FileType.PKCS12, "hello"));
    assertEquals(
        "it is no PEM or DER file of certificates", problem(FileType.X509_CA, "0123456789"));
  }

  private String problem(FileType type, String content) {
    return assertThrows(PkiException.class, () -> read(type, content, "")).getMessage();
  }
}
