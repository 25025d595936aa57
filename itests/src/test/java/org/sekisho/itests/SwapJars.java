package org.sekisho.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.sekisho.itests.swap.FaultyEspCrypto;

/** Bundles for swaps: those of the build under another version, with a fault, signed or not. */
final class SwapJars {

  static final String VERSION = "0.1.1";
  private static final String PASSWORD = "changeit";

  /** Symbolic name of a bundle that no distribution has. */
  static final String ADDITION = "example.addition";

  private final Path folder;
  private final Signer trusted;
  private final Signer stranger;

  private record Signer(PrivateKey key, List<Certificate> chain) {}

  /** Makes keys, and the certificate of one in the folder "signers" of a router's data. */
  SwapJars(Path data) {
    try {
      folder = Files.createDirectories(data.resolve("incoming"));
      trusted = signer();
      stranger = signer();
      Path signers = Files.createDirectories(data.resolve("signers"));
      String encoded = Base64.getMimeEncoder().encodeToString(trusted.chain.get(0).getEncoded());
      Files.writeString(
          signers.resolve("test.pem"),
          "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Signer signer() throws IOException, GeneralSecurityException {
    Path store = folder.resolve("key.p12");
    try {
      Command.run(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "test",
              "-keyalg",
              "EC",
              "-dname",
              "CN=Swap test",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              PASSWORD)
          .orFail();
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      return new Signer(
          (PrivateKey) keys.getKey("test", PASSWORD.toCharArray()),
          List.of(keys.getCertificateChain("test")));
    } finally {
      Files.delete(store);
    }
  }

  /** A bundle of the build under another version; returns what to type. */
  String update(String bundle) {
    return write(bundle + "-update", jar(bundle, ""), trusted);
  }

  /** The same without a signature. */
  String unsigned(String bundle) {
    return write(bundle + "-unsigned", jar(bundle, ""), null);
  }

  /** The same with the signature of somebody who has taken the name of the trusted one. */
  String ofStranger(String bundle) {
    return write(bundle + "-stranger", jar(bundle, ""), stranger);
  }

  /** crypto-bc with a fault. */
  String faulty(String fault) {
    return write("crypto-bc-" + fault, jar("crypto-bc", fault), trusted);
  }

  /** A bundle that is new to the router and does nothing. */
  String addition() {
    Manifest manifest = new Manifest();
    var head = manifest.getMainAttributes();
    head.putValue("Manifest-Version", "1.0");
    head.putValue("Bundle-ManifestVersion", "2");
    head.putValue("Bundle-SymbolicName", ADDITION);
    head.putValue("Bundle-Version", VERSION);
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(octets, manifest)) {
      add(out, "nothing", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return write("addition", octets.toByteArray(), trusted);
  }

  private String write(String name, byte[] octets, Signer signer) {
    try {
      Path file = folder.resolve(name + ".jar");
      if (signer == null) {
        Files.write(file, octets);
        return "incoming/" + file.getFileName();
      }
      Path plain = Files.write(folder.resolve(name + ".plain"), octets);
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(signer.chain);
      try (ZipFile in = new ZipFile(plain.toFile());
          OutputStream out = Files.newOutputStream(file)) {
        new JarSigner.Builder(signer.key, path).build().sign(in, out);
      }
      Files.delete(plain);
      return "incoming/" + file.getFileName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] jar(String bundle, String fault) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(Files.newInputStream(built(bundle)))) {
      Manifest manifest = new Manifest(in.getManifest());
      var head = manifest.getMainAttributes();
      head.putValue("Bundle-Version", VERSION);
      if (!fault.isEmpty()) {
        head.putValue("Import-Package", head.getValue("Import-Package") + ",org.osgi.framework");
      }
      try (JarOutputStream out = new JarOutputStream(octets, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          out.write(contents(entry.getName(), in.readAllBytes(), fault));
          out.closeEntry();
        }
        if (!fault.isEmpty()) {
          add(out, "fault", fault.getBytes(StandardCharsets.US_ASCII));
          for (String suffix : List.of("", "$1")) {
            String name = FaultyEspCrypto.class.getName().replace('.', '/') + suffix + ".class";
            try (InputStream code = SwapJars.class.getResourceAsStream("/" + name)) {
              add(out, name, code.readAllBytes());
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  private static byte[] contents(String name, byte[] octets, String fault) {
    if (fault.isEmpty() || !name.endsWith("BcEspCrypto.xml")) {
      return octets;
    }
    return new String(octets, StandardCharsets.UTF_8)
        .replace(
            "class=\"org.sekisho.crypto.bc.BcEspCrypto\"",
            "class=\"" + FaultyEspCrypto.class.getName() + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void add(JarOutputStream out, String name, byte[] octets) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(octets);
    out.closeEntry();
  }

  private static Path built(String bundle) throws IOException {
    Path target = Path.of(System.getProperty("sekisho.root"), "bundles", bundle, "target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(f -> f.getFileName().toString().matches("org\\.sekisho\\..*[0-9T]\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar in " + target + "; run: ./sekisho build"));
    }
  }
}
