package org.sekisho.pki;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** What {@code show pki …} prints: certificates and lists, of keys that they are there. */
final class PkiReport {

  private static final Shape<X509Certificate> CERTIFICATE =
      Shape.<X509Certificate>fields()
          .text("subject", "distinguished name", Names::of)
          .text("names", "alternative names as the table shows them", PkiReport::names)
          .text("issuer", "distinguished name of the issuer", Names::issuerOf)
          .text("serial_number", "in hex", c -> c.getSerialNumber().toString(16))
          .time("valid_from", "start of its validity", c -> c.getNotBefore().toInstant())
          .time("valid_until", "end of its validity", c -> c.getNotAfter().toInstant())
          .text("key", "kind and length of its key", c -> key(c.getPublicKey()))
          .build();

  private static final Shape<CertificateRow> CERTIFICATE_FILE =
      Shape.<CertificateRow>fields()
          .integer("number", "number of the file", r -> r.number)
          .text("file", "its name", r -> r.entry.line().file())
          .text("type", "what the line says it is", r -> r.entry.line().type().keyword())
          .text("problem", "why it could not be read", r -> r.entry.problem())
          .object("certificate", "this router's own, if it holds one", CERTIFICATE, r -> r.own())
          .list("chain", "certificates sent with it", CERTIFICATE, r -> r.chain())
          .list("trusted", "CAs it makes trusted", CERTIFICATE, r -> r.anchors())
          .build();

  private static final Shape<CrlRow> CRL_FILE =
      Shape.<CrlRow>fields()
          .integer("number", "number of the file", r -> r.number)
          .text("file", "its name", r -> r.entry.line())
          .text("problem", "why it could not be read", r -> r.entry.problem())
          .text(
              "issuer",
              "distinguished name of its issuer",
              r -> r.list().map(l -> l.getIssuerX500Principal().getName()))
          .time("issued", "when it was made", r -> r.list().map(l -> l.getThisUpdate().toInstant()))
          .time(
              "next",
              "when the next one is due",
              r -> r.list().map(X509CRL::getNextUpdate).map(Date::toInstant))
          .integer("revoked", "certificates in it", r -> r.list().map(PkiReport::revoked))
          .build();

  private PkiReport() {}

  /** A certificate file and its number. */
  private record CertificateRow(
      int number, FileTable.Entry<CertificateLine, CertificateFile> entry) {

    Optional<Credential> credential() {
      return Optional.ofNullable(entry.content()).flatMap(CertificateFile::credential);
    }

    Optional<X509Certificate> own() {
      return credential().map(c -> c.chain().get(0));
    }

    List<X509Certificate> chain() {
      return credential().map(c -> c.chain().stream().skip(1).toList()).orElse(List.of());
    }

    List<X509Certificate> anchors() {
      return entry.content() == null ? List.of() : entry.content().anchors();
    }
  }

  /** A file with a list and its number. */
  private record CrlRow(int number, FileTable.Entry<String, X509CRL> entry) {
    Optional<X509CRL> list() {
      return Optional.ofNullable(entry.content());
    }
  }

  /**
   * The commands.
   *
   * @param store what they show; null for a tool that does not run them
   */
  static List<Command> commands(CertificateStore store) {
    return List.of(
        Command.operation(
            PkiSettings.showCertificates(),
            Show.of(
                Shape.rows("certificate_files", "the files, by number", CERTIFICATE_FILE),
                call -> certificates(store, call.arguments().integer("CERTIFICATE", 0)),
                (rows, language) -> certificateLines(rows))),
        Command.operation(
            PkiSettings.showLists(),
            Show.of(
                Shape.rows("crl_files", "the files, by number", CRL_FILE),
                call -> crls(store, call.arguments().integer("CRL", 0)),
                (rows, language) -> crlLines(rows))));
  }

  private static List<CertificateRow> certificates(CertificateStore store, int number) {
    List<CertificateRow> rows = new ArrayList<>();
    store.certificates().all().forEach((id, entry) -> rows.add(new CertificateRow(id, entry)));
    rows.removeIf(r -> number != 0 && r.number != number);
    return rows;
  }

  private static List<CrlRow> crls(CertificateStore store, int number) {
    List<CrlRow> rows = new ArrayList<>();
    store.crls().all().forEach((id, entry) -> rows.add(new CrlRow(id, entry)));
    rows.removeIf(r -> number != 0 && r.number != number);
    return rows;
  }

  private static List<String> certificateLines(List<CertificateRow> rows) {
    List<String> lines = new ArrayList<>();
    for (CertificateRow row : rows) {
      CertificateLine line = row.entry.line();
      lines.add(
          "Certificate " + row.number + ": " + line.file() + " (" + line.type().keyword() + ")");
      if (row.entry.content() == null) {
        lines.add("  not loaded: " + row.entry.problem());
      }
      row.own().ifPresent(c -> own(lines, c));
      row.chain().forEach(c -> lines.add("  Sent with it: " + Names.of(c)));
      row.anchors()
          .forEach(
              a ->
                  lines.add(
                      "  Trusted CA: " + Names.of(a) + ", until " + Names.of(a.getNotAfter())));
    }
    return lines;
  }

  private static void own(List<String> lines, X509Certificate own) {
    lines.add("  Subject: " + Names.of(own));
    lines.add("  Names: " + names(own));
    lines.add("  Issuer: " + Names.issuerOf(own));
    lines.add("  Serial number: " + own.getSerialNumber().toString(16));
    lines.add("  Valid: " + Names.of(own.getNotBefore()) + " - " + Names.of(own.getNotAfter()));
    lines.add("  Key: " + key(own.getPublicKey()) + ", private key present");
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? "none"
          : String.join(
              ", ",
              names.stream()
                  .filter(n -> n.get(1) instanceof String)
                  .map(n -> (String) n.get(1))
                  .toList());
    } catch (CertificateParsingException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static String key(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return "RSA, " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECPublicKey ec) {
      return "EC, " + ec.getParams().getCurve().getField().getFieldSize() + " bits";
    }
    return key.getAlgorithm();
  }

  private static List<String> crlLines(List<CrlRow> rows) {
    List<String> lines = new ArrayList<>();
    for (CrlRow row : rows) {
      lines.add("CRL " + row.number + ": " + row.entry.line());
      row.list()
          .ifPresentOrElse(
              list -> crl(lines, list), () -> lines.add("  not loaded: " + row.entry.problem()));
    }
    return lines;
  }

  private static void crl(List<String> lines, X509CRL crl) {
    lines.add("  Issuer: " + crl.getIssuerX500Principal().getName());
    lines.add(
        "  Issued: "
            + Names.of(crl.getThisUpdate())
            + ", next "
            + (crl.getNextUpdate() == null ? "unknown" : Names.of(crl.getNextUpdate())));
    lines.add("  Revoked certificates: " + revoked(crl));
  }

  private static int revoked(X509CRL crl) {
    return crl.getRevokedCertificates() == null ? 0 : crl.getRevokedCertificates().size();
  }
}
