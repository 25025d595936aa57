package org.sekisho.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.PkiException;
import org.sekisho.api.pki.Revocation;
import org.sekisho.testkit.Printed;
import org.sekisho.testkit.RecordingLog;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

class CertificateStoreTest {

  private static final TestAuthority ROOT = TestAuthority.root("CN=Root", Kind.P256);
  private static final TestAuthority LOWER = ROOT.below(Request.of("CN=Lower", Kind.P256));

  @TempDir Path data;

  private final RecordingLog log = new RecordingLog();
  private Path folder;
  private CertificateStore store;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(data.resolve("pki"));
    store = store(Clock.systemUTC());
    TestAuthority.writePem(folder.resolve("ca.pem"), ROOT.certificate());
    store.configure(Map.of(1, authority("ca.pem")), Map.of());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CertificateStore store(Clock clock) {
    return new CertificateStore(folder, new BouncyCastleProvider(), clock, new SecureRandom(), log);
  }

  private static CertificateLine authority(String file) {
    return new CertificateLine(file, FileType.X509_CA, "");
  }

  private static Request request() {
    return Request.of("CN=peer", Kind.P256).dns("peer.example.com");
  }

  private Optional<String> check(
      Revocation revocation, OptionalInt crl, X509Certificate... presented) {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    store.check(new ChainCheck(7, List.of(presented), 1, crl, revocation), answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private Optional<String> check(Revocation revocation, X509Certificate... presented) {
    return check(revocation, OptionalInt.empty(), presented);
  }

  private void assertRefused(Optional<String> answer, String sentence) {
    assertTrue(answer.orElse("accepted").contains(sentence), answer::toString);
  }

  private List<String> lines() {
    return log.entries().stream().map(LogEntry::text).toList();
  }

  @Test
  void chains() {
    Issued direct = ROOT.issue(request());
    Issued below = LOWER.issue(request());
    assertEquals(Optional.empty(), check(Revocation.SOFT, direct.certificate()));
    assertEquals(
        Optional.empty(), check(Revocation.SOFT, below.certificate(), LOWER.certificate()));
    assertEquals(
        Optional.empty(),
        check(
            Revocation.SOFT,
            below.certificate(),
            direct.certificate(),
            ROOT.certificate(),
            LOWER.certificate()));
    assertRefused(
        check(Revocation.SOFT, below.certificate()),
        "no trusted CA has signed the peer's certificate CN=peer of CN=Lower: load that CA by pki"
            + " certificate file ID FILE x509-ca and name it by ca=ID in ipsec ike pki file 7");
    assertEquals(List.of(), lines());
  }

  /** A certificate that is no CA's must not vouch for others. */
  @Test
  void aPeerThatPlaysCa() throws Exception {
    Issued peer = ROOT.issue(request());
    TestAuthority fake = TestAuthority.root("CN=peer", Kind.P256);
    Issued forged = fake.issue(request());
    assertNotEquals(
        Optional.empty(), check(Revocation.OFF, forged.certificate(), peer.certificate()));
    assertNotEquals(
        Optional.empty(), check(Revocation.OFF, forged.certificate(), fake.certificate()));
  }

  @Test
  void dates() {
    Instant now = Instant.now();
    assertRefused(
        check(
            Revocation.OFF,
            ROOT.issue(request().valid(now.minusSeconds(90), now.minusSeconds(60))).certificate()),
        "the peer's certificate CN=peer expired on ");
    assertRefused(
        check(
            Revocation.OFF,
            ROOT.issue(request().valid(now.plusSeconds(60), now.plusSeconds(90))).certificate()),
        "the peer's certificate CN=peer is valid from ");
    TestAuthority old =
        ROOT.below(
            Request.of("CN=Old", Kind.P256).valid(now.minusSeconds(90), now.minusSeconds(60)));
    assertRefused(
        check(Revocation.OFF, old.issue(request()).certificate(), old.certificate()),
        "the CA CN=Old between the peer and its root expired on ");
  }

  @Test
  void anExpiredRoot() {
    Issued peer = ROOT.issue(request().valid(Instant.now(), Instant.now().plusSeconds(1 << 30)));
    store.close();
    store = store(Clock.offset(Clock.systemUTC(), Duration.ofDays(400)));
    store.configure(Map.of(1, authority("ca.pem")), Map.of());
    assertRefused(check(Revocation.OFF, peer.certificate()), "the trusted CA CN=Root expired on ");
  }

  @Test
  void crlFile() throws IOException {
    Issued good = ROOT.issue(request());
    Issued bad = ROOT.issue(request());
    TestAuthority.writePem(folder.resolve("new.crl"), ROOT.crl(Instant.now(), bad.certificate()));
    TestAuthority.writePem(
        folder.resolve("old.crl"),
        ROOT.crl(Instant.now().minus(Duration.ofDays(9)), bad.certificate()));
    TestAuthority stranger = TestAuthority.root("CN=Root", Kind.P256);
    TestAuthority.writePem(folder.resolve("forged.crl"), stranger.crl(Instant.now()));
    store.configure(
        Map.of(1, authority("ca.pem")), Map.of(1, "new.crl", 2, "old.crl", 3, "forged.crl"));
    OptionalInt fresh = OptionalInt.of(1);
    OptionalInt stale = OptionalInt.of(2);
    assertEquals(Optional.empty(), check(Revocation.STRICT, fresh, good.certificate()));
    assertRefused(check(Revocation.SOFT, fresh, bad.certificate()), "CN=peer was revoked on ");
    assertEquals(Optional.empty(), check(Revocation.OFF, fresh, bad.certificate()));
    assertRefused(check(Revocation.SOFT, stale, bad.certificate()), "was revoked on ");
    assertRefused(
        check(Revocation.STRICT, stale, good.certificate()), "the CRL was to be renewed on ");
    assertEquals(Optional.empty(), check(Revocation.SOFT, stale, good.certificate()));
    assertEquals(1, lines().size(), lines()::toString);
    assertRefused(
        check(Revocation.STRICT, OptionalInt.of(3), good.certificate()),
        "the CRL is not one of CN=Root");
    assertRefused(
        check(Revocation.SOFT, OptionalInt.of(9), good.certificate()),
        "there is no CRL 9: set pki crl file 9");
    assertRefused(
        check(Revocation.STRICT, good.certificate()), "it names no OCSP responder and no CRL");
  }

  @Test
  void ocsp() throws Exception {
    Issued delegate = ROOT.issue(Request.of("CN=ocsp", Kind.P256).forOcsp());
    try (OcspResponder responder = new OcspResponder(delegate.certificate(), delegate.key())) {
      X509Certificate peer = ROOT.issue(request().ocsp(responder.address("/"))).certificate();
      assertEquals(Optional.empty(), check(Revocation.STRICT, peer));
      assertEquals(1, responder.requests.get());
      responder.wrongNonce = true;
      assertRefused(check(Revocation.STRICT, peer), "is not trusted");
      responder.wrongNonce = false;
      responder.made = Instant.now().minus(Duration.ofDays(2));
      assertRefused(check(Revocation.STRICT, peer), "is not of now");
      responder.made = Instant.now();
      responder.revoked.add(peer.getSerialNumber().toString());
      assertRefused(check(Revocation.SOFT, peer), "was revoked on ");
      responder.documents.put("/", new byte[] {1, 2, 3});
      assertRefused(check(Revocation.STRICT, peer), "the OCSP");
    }
  }

  /** Anybody has a certificate of the CA; only whom it made its responder may answer. */
  @Test
  void ocspByAnybodyElse() throws Exception {
    Issued anybody = ROOT.issue(request());
    try (OcspResponder responder = new OcspResponder(anybody.certificate(), anybody.key())) {
      X509Certificate peer = ROOT.issue(request().ocsp(responder.address("/"))).certificate();
      assertRefused(check(Revocation.STRICT, peer), "is not trusted");
    }
  }

  @Test
  void crlFromItsAddressIsKept() throws Exception {
    try (OcspResponder place = new OcspResponder(ROOT.certificate(), ROOT.key())) {
      Issued bad = ROOT.issue(request().crl(place.address("/ca.crl")));
      X509Certificate good = ROOT.issue(request().crl(place.address("/ca.crl"))).certificate();
      place.documents.put("/ca.crl", ROOT.crl(Instant.now(), bad.certificate()).getEncoded());
      assertEquals(Optional.empty(), check(Revocation.STRICT, good));
      assertRefused(check(Revocation.SOFT, bad.certificate()), "was revoked on ");
      assertEquals(1, place.requests.get());
      X509Certificate lost = ROOT.issue(request().crl(place.address("/absent"))).certificate();
      assertRefused(check(Revocation.STRICT, lost), "it answers with HTTP status 404");
    }
  }

  /**
   * strongSwan 4.x to 5.9.7 fetched what the addresses in a certificate named before it knew
   * whether anybody it trusts had signed that certificate. Here nobody is asked for the sake of a
   * stranger.
   */
  @Test
  void cve_2022_40617_strangersMakeUsFetchNothing() throws Exception {
    TestAuthority stranger = TestAuthority.root("CN=Stranger", Kind.P256);
    try (OcspResponder responder = new OcspResponder(stranger.certificate(), stranger.key())) {
      X509Certificate peer =
          stranger
              .issue(request().ocsp(responder.address("/")).crl(responder.address("/ca.crl")))
              .certificate();
      assertRefused(check(Revocation.STRICT, peer, stranger.certificate()), "no trusted CA");
      assertEquals(0, responder.requests.get());
    }
  }

  /** A responder that takes the connection and never answers. */
  @Test
  void aSilentResponder() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      X509Certificate peer = ROOT.issue(request().ocsp(address)).certificate();
      long before = System.nanoTime();
      assertEquals(Optional.empty(), check(Revocation.SOFT, peer));
      assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(10));
      assertEquals(1, lines().size());
      assertTrue(
          lines().get(0).startsWith("[PKI] Gateway[7] nobody can tell whether CN=peer is revoked:"),
          lines()::toString);
      assertRefused(check(Revocation.STRICT, peer), "; ipsec ike pki revocation 7 soft accepts it");
    }
  }

  @Test
  void filesOutsideTheFolderAreNotRead() throws IOException {
    TestAuthority.writePem(data.resolve("secret.pem"), ROOT.certificate());
    Files.createSymbolicLink(folder.resolve("link.pem"), data.resolve("secret.pem"));
    for (String name :
        List.of("../secret.pem", data.resolve("secret.pem").toString(), "link.pem", "", ".")) {
      store.configure(Map.of(1, authority(name)), Map.of());
      PkiException e = assertThrows(PkiException.class, () -> store.anchors(1), name);
      assertTrue(e.getMessage().contains("is not there: copy the file into "), e.getMessage());
    }
    store.configure(Map.of(1, authority("/ca.pem")), Map.of());
    assertEquals(List.of(ROOT.certificate()), anchors());
  }

  private List<X509Certificate> anchors() {
    try {
      return store.anchors(1);
    } catch (PkiException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileThatIsReplacedIsReadAgain() throws Exception {
    FileTime before = FileTime.from(Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(folder.resolve("ca.pem"), before);
    store.refresh();
    List<X509Certificate> first = anchors();
    store.refresh();
    assertEquals(first, anchors());
    TestAuthority.writePem(folder.resolve("ca.pem"), LOWER.certificate());
    store.refresh();
    assertEquals(List.of(LOWER.certificate()), anchors());
    Files.delete(folder.resolve("ca.pem"));
    store.refresh();
    store.refresh();
    assertThrows(PkiException.class, () -> store.anchors(1));
    assertEquals(1, lines().size(), lines()::toString);
  }

  @Test
  void ourOwnCertificate() throws Exception {
    Issued own = LOWER.issue(request());
    TestAuthority.writePem(
        folder.resolve("own.pem"), own.key(), own.certificate(), LOWER.certificate());
    CertificateLine line = new CertificateLine("own.pem", FileType.X509_PEM, "");
    store.configure(Map.of(1, line, 2, authority("ca.pem")), Map.of());
    assertEquals(List.of(own.certificate(), LOWER.certificate()), store.credential(1).chain());
    assertEquals(List.of(LOWER.certificate()), store.anchors(1));
    assertEquals(
        "certificate file 2 holds no key of this router's",
        assertThrows(PkiException.class, () -> store.credential(2)).getMessage());
    assertEquals(
        "there is no certificate 3: set pki certificate file 3",
        assertThrows(PkiException.class, () -> store.credential(3)).getMessage());
    Command show = PkiReport.commands(store).get(0);
    List<String> report =
        Printed.text(show, Language.ENGLISH, ConfigSnapshot.EMPTY).lines().toList();
    assertEquals(
        "peer.example.com",
        Printed.json(show, ConfigSnapshot.EMPTY)
            .at("/certificate_files/0/certificate/names")
            .textValue());
    assertTrue(report.contains("  Names: peer.example.com"), report::toString);
    assertTrue(report.contains("  Key: EC, 256 bits, private key present"), report::toString);
    store.close();
    store = store(Clock.offset(Clock.systemUTC(), Duration.ofDays(500)));
    store.configure(Map.of(1, line), Map.of());
    assertTrue(
        assertThrows(PkiException.class, () -> store.credential(1))
            .getMessage()
            .startsWith("our certificate 1 expired on "));
  }

  @Test
  void bouncyCastleIsNotRegistered() {
    assertFalse(List.of(Security.getProviders()).stream().anyMatch(p -> p.getName().equals("BC")));
  }
}
