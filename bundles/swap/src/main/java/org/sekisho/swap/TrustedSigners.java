package org.sekisho.swap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates whose keys may sign bundles: files of the distribution and of the
 * administrator's folder, PEM or DER, several certificates a file. Read anew for each use.
 */
final class TrustedSigners {

  private final List<Path> folders;

  /** Reads from folders, which need not be there. */
  TrustedSigners(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The folder a certificate is put into by hand. */
  Path folder() {
    return folders.get(folders.size() - 1);
  }

  /**
   * The certificates.
   *
   * @throws IOException when a file is no certificate; the sentence names it
   */
  Set<X509Certificate> certificates() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> found = Files.list(folder)) {
          found.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      }
    }
    List<X509Certificate> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(read(file));
    }
    return all.stream().collect(Collectors.toUnmodifiableSet());
  }

  private static List<X509Certificate> read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IOException(file + " is no certificate: remove it or replace it", e);
    }
  }

  /**
   * Whether a signer is trusted: its certificate is one of those, or one of them issued it. A
   * certificate that lies in a folder itself is trusted until it is removed, whatever its dates.
   */
  static boolean trusts(Set<X509Certificate> trusted, CertPath signer) {
    List<? extends Certificate> chain = signer.getCertificates();
    if (chain.isEmpty() || trusted.isEmpty()) {
      return false;
    }
    if (trusted.contains(chain.get(0))) {
      return true;
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              trusted.stream()
                  .map(certificate -> new TrustAnchor(certificate, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      List<Certificate> below = new ArrayList<>(chain);
      below.removeIf(trusted::contains);
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
