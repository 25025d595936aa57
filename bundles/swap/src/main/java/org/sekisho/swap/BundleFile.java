package org.sekisho.swap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.sekisho.api.config.CommandException;

/**
 * A jar with an OSGi bundle.
 *
 * @param path the file
 * @param name Bundle-SymbolicName without directives
 * @param version Bundle-Version
 * @param sha256 hexadecimal digest of the file
 */
record BundleFile(Path path, String name, Version version, String sha256) {

  /**
   * Reads the head of a bundle.
   *
   * @throws CommandException when it is no bundle
   */
  static BundleFile read(Path path) throws IOException, CommandException {
    Attributes head;
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      head = manifest == null ? new Attributes() : manifest.getMainAttributes();
    }
    String name = head.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (name == null || head.getValue(Constants.FRAGMENT_HOST) != null) {
      throw new CommandException(
          "The file "
              + path.getFileName()
              + " is no bundle: its manifest has no Bundle-SymbolicName",
          "ファイル " + path.getFileName() + " はバンドルではありません");
    }
    Version version = Version.parseVersion(head.getValue(Constants.BUNDLE_VERSION));
    return new BundleFile(path, name.split(";", 2)[0].strip(), version, digest(path));
  }

  /** Digest of a file. */
  static String digest(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[8192];
      for (int length = in.read(part); length > 0; length = in.read(part)) {
        digest.update(part, 0, length);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same bundle under another name, without signature, to stand beside the one that runs. */
  byte[] renamed(String other) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(Files.newInputStream(path), false)) {
      Manifest manifest = in.getManifest();
      if (manifest == null) {
        throw new IOException("META-INF/MANIFEST.MF is not the first entry of " + path);
      }
      manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, other);
      manifest.getEntries().clear();
      try (JarOutputStream out = new JarOutputStream(octets, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          if (!entry
              .getName()
              .toUpperCase(Locale.ROOT)
              .matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
            out.putNextEntry(new JarEntry(entry.getName()));
            in.transferTo(out);
            out.closeEntry();
          }
        }
      }
    }
    return octets.toByteArray();
  }
}
