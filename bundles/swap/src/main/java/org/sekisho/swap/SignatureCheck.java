package org.sekisho.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.sekisho.api.config.CommandException;

/**
 * Verifies a signed jar (JAR File Specification, "Signed JAR File"): every entry must have been
 * signed by one and the same trusted signer.
 */
final class SignatureCheck {

  private final TrustedSigners signers;

  SignatureCheck(TrustedSigners signers) {
    this.signers = signers;
  }

  /**
   * Verifies.
   *
   * @param shown name of the bundle in sentences
   * @return name of the signer
   * @throws CommandException when it is not signed, changed since, or signed by a stranger
   */
  String verify(Path jar, String shown) throws CommandException, IOException {
    Set<X509Certificate> trusted = signers.certificates();
    Set<CodeSigner> common = null;
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.isDirectory() || isSignature(entry.getName())) {
          continue;
        }
        try (InputStream in = file.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        CodeSigner[] of = entry.getCodeSigners();
        if (of == null) {
          throw refused(shown, "it is not signed, " + entry.getName() + " at least", "署名されていません");
        }
        if (common == null) {
          common = new HashSet<>(Set.of(of));
        } else {
          common.retainAll(Set.of(of));
        }
      }
    } catch (SecurityException e) {
      throw refused(
          shown,
          "it was changed after it had been signed (" + e.getMessage() + ")",
          "署名後に変更されています");
    }
    if (common == null) {
      throw refused(shown, "it is empty", "内容がありません");
    }
    for (CodeSigner signer : common) {
      if (TrustedSigners.trusts(trusted, signer.getSignerCertPath())) {
        return name(signer);
      }
    }
    String by = common.isEmpty() ? "different keys" : name(common.iterator().next());
    throw refused(shown, "its signer is not trusted: " + by, "署名者が信頼されていません: " + by);
  }

  private CommandException refused(String shown, String why, String japanese) {
    return new CommandException(
        "The bundle "
            + shown
            + " is refused, "
            + why
            + "; sign it with a key whose certificate lies in "
            + signers.folder()
            + ", or type: bundle unsigned permit on",
        "バンドル "
            + shown
            + " は受け付けられません。"
            + japanese
            + "。証明書が "
            + signers.folder()
            + " にある鍵で署名するか、bundle unsigned permit on を設定してください");
  }

  private static String name(CodeSigner signer) {
    X509Certificate leaf = (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
    return leaf.getSubjectX500Principal().getName();
  }

  /** The signature itself, and the manifest, which the signature covers as a whole. */
  private static boolean isSignature(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals(JarFile.MANIFEST_NAME)
        || upper.matches("META-INF/(SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");
  }
}
