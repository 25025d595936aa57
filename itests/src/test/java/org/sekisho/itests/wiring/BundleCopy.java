package org.sekisho.itests.wiring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A second provider of what a bundle provides: the same jar under another name. */
final class BundleCopy {

  private BundleCopy() {}

  static Bundle install(BundleContext context, Bundle original, String name)
      throws IOException, BundleException {
    return context.installBundle("copy:" + name, new ByteArrayInputStream(copy(original, name)));
  }

  private static byte[] copy(Bundle original, String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(new URL(original.getLocation()).openStream())) {
      Manifest manifest = new Manifest(in.getManifest());
      manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, name);
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }
}
