package org.sekisho.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.CommandException;

/** Jars that are signed, by whom, and what was done to them afterwards. */
class SignatureCheckTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path keys;
  @TempDir Path folder;

  private Path signers;
  private SignatureCheck check;

  @BeforeAll
  static void makeKeys() throws Exception {
    for (String name : List.of("friend", "stranger")) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  name,
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + name,
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  keys.resolve(name).toString(),
                  "-storepass",
                  new String(PASSWORD))
              .inheritIO()
              .start();
      assertEquals(0, keytool.waitFor());
    }
  }

  private static KeyStore store(String name) throws Exception {
    return KeyStore.getInstance(keys.resolve(name).toFile(), PASSWORD);
  }

  @BeforeEach
  void trustTheFriend() throws Exception {
    signers = Files.createDirectory(folder.resolve("signers"));
    Files.write(
        signers.resolve("friend.der"), store("friend").getCertificate("friend").getEncoded());
    check = new SignatureCheck(new TrustedSigners(List.of(folder.resolve("absent"), signers)));
  }

  private Path jar(String... names) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example;singleton:=true");
    manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
    Path file = folder.resolve("plain.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (String name : names) {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes(StandardCharsets.US_ASCII));
        out.closeEntry();
      }
    }
    return file;
  }

  private Path signed(Path plain, String by) throws Exception {
    KeyStore store = store(by);
    List<Certificate> chain = List.of(store.getCertificateChain(by));
    JarSigner signer =
        new JarSigner.Builder(
                (PrivateKey) store.getKey(by, PASSWORD),
                CertificateFactory.getInstance("X.509").generateCertPath(chain))
            .build();
    Path file = folder.resolve("signed.jar");
    try (ZipFile in = new ZipFile(plain.toFile());
        OutputStream out = Files.newOutputStream(file)) {
      signer.sign(in, out);
    }
    return file;
  }

  /** The same jar with other contents of some entries, or further ones. */
  private Path changed(Path file, Map<String, String> changes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      for (JarEntry entry : jar.stream().toList()) {
        entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    changes.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.US_ASCII)));
    Path to = folder.resolve("changed.jar");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(octets)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return Files.write(to, octets.toByteArray());
  }

  private String refusal(Path jar) {
    return assertThrows(CommandException.class, () -> check.verify(jar, "org.example"))
        .getMessage();
  }

  @Test
  void aTrustedKeysSignatureOfEveryEntryIsGood() throws Exception {
    assertEquals("CN=friend", check.verify(signed(jar("a", "META-INF/services/b"), "friend"), "x"));
  }

  @Test
  void aStrangersSignatureIsRefused() throws Exception {
    String why = refusal(signed(jar("a"), "stranger"));
    assertTrue(why.contains("its signer is not trusted: CN=stranger"), why);
    assertTrue(why.contains(signers.toString()), why);
  }

  @Test
  void noSignatureIsRefused() throws Exception {
    assertTrue(refusal(jar("a")).contains("it is not signed"));
  }

  @Test
  void aChangedEntryIsRefused() throws Exception {
    Path jar = changed(signed(jar("a", "b"), "friend"), Map.of("b", "B"));
    assertTrue(refusal(jar).contains("it was changed after it had been signed"));
  }

  @Test
  void aFurtherEntryIsRefused() throws Exception {
    Path jar = changed(signed(jar("a"), "friend"), Map.of("META-INF/services/more", "x"));
    assertTrue(refusal(jar).contains("META-INF/services/more"));
  }

  @Test
  void aChangedManifestIsRefused() throws Exception {
    Path signed = signed(jar("a"), "friend");
    String manifest;
    try (JarFile jar = new JarFile(signed.toFile(), false)) {
      manifest =
          new String(
              jar.getInputStream(jar.getEntry(JarFile.MANIFEST_NAME)).readAllBytes(),
              StandardCharsets.US_ASCII);
    }
    Path jar =
        changed(
            signed, Map.of(JarFile.MANIFEST_NAME, manifest.replace("org.example", "org.other")));
    assertTrue(refusal(jar).contains("it was changed after it had been signed"), refusal(jar));
  }

  @Test
  void withoutTrustedCertificatesNothingIsGood() throws Exception {
    Files.delete(signers.resolve("friend.der"));
    assertTrue(refusal(signed(jar("a"), "friend")).contains("its signer is not trusted"));
  }

  @Test
  void aFileThatIsNoCertificateIsNamed() throws Exception {
    Files.writeString(signers.resolve("notes.txt"), "hello");
    Path jar = signed(jar("a"), "friend");
    IOException e = assertThrows(IOException.class, () -> check.verify(jar, "org.example"));
    assertTrue(e.getMessage().contains("notes.txt"), e.getMessage());
  }

  @Test
  void aSideInstanceHasAnotherNameAndNoSignature() throws Exception {
    BundleFile file = BundleFile.read(signed(jar("a"), "friend"));
    assertEquals("org.example", file.name());
    assertEquals("1.2.3", file.version().toString());
    Path copy = Files.write(folder.resolve("copy.jar"), file.renamed("org.example.candidate"));
    assertEquals("org.example.candidate", BundleFile.read(copy).name());
    assertTrue(refusal(copy).contains("it is not signed"));
  }

  @Test
  void whatIsKeptIsFoundAgain() throws Exception {
    SwapStore store = new SwapStore(folder.resolve("bundles"));
    assertEquals(Map.of(), store.entries());
    BundleFile file = BundleFile.read(store.incoming(jar("a")));
    store.keep(file, true);
    SwapStore.Entry entry = store.entries().get("org.example");
    assertTrue(entry.signed());
    assertEquals(entry.sha256(), BundleFile.digest(entry.jar()));
    store.forget("org.example");
    assertEquals(Map.of(), store.entries());
  }
}
