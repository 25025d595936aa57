package org.sekisho.swap;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Which bundles of the framework have swapped contents now. Lies in the bundle cache and vanishes
 * with it, as the contents do.
 */
final class AppliedSwaps {

  private final File file;

  AppliedSwaps(BundleContext context) {
    file = context.getDataFile("applied.properties");
  }

  /** Whether a bundle has the contents with that digest. */
  boolean has(Bundle bundle, String sha256) throws IOException {
    return value(bundle, sha256).equals(read().getProperty(bundle.getSymbolicName()));
  }

  /** Whether a bundle has swapped contents. */
  boolean has(String name) throws IOException {
    return read().containsKey(name);
  }

  /** A bundle has these contents from now on. */
  void put(Bundle bundle, String sha256) throws IOException {
    Properties all = read();
    all.setProperty(bundle.getSymbolicName(), value(bundle, sha256));
    write(all);
  }

  /** A bundle has the contents of the distribution again. */
  void remove(String name) throws IOException {
    Properties all = read();
    all.remove(name);
    write(all);
  }

  private static String value(Bundle bundle, String sha256) {
    return sha256 + " " + bundle.getLastModified();
  }

  private Properties read() throws IOException {
    Properties all = new Properties();
    if (file.exists()) {
      try (InputStream in = Files.newInputStream(file.toPath())) {
        all.load(in);
      }
    }
    return all;
  }

  private void write(Properties all) throws IOException {
    try (OutputStream out = Files.newOutputStream(file.toPath())) {
      all.store(out, null);
    }
  }
}
