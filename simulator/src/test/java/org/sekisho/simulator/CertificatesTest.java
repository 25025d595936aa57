package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.pki.Revocation;
import org.sekisho.ike.config.Certificates;
import org.sekisho.pki.CertificateLine;
import org.sekisho.pki.CertificateStore;
import org.sekisho.pki.FileType;
import org.sekisho.testkit.RecordingLog;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/** IKE_AUTH with certificates (RFC 7296 section 2.15, RFC 7427), two engines and real stores. */
class CertificatesTest {

  private static final int OWN = 1;
  private static final int PEERS_CA = 2;
  private static final int CRL = 1;
  private static final String BRANCH = "branch.example.com";
  private static final String CLOUD = "gw.example.com";

  private static final TestAuthority ROOT = TestAuthority.root("CN=Root", Kind.P256);

  @TempDir Path folder;

  private final List<CertificateStore> stores = new ArrayList<>();
  private final VirtualNetwork network = new VirtualNetwork(1);
  private VirtualNode branch;
  private VirtualNode cloud;

  @BeforeEach
  void nodes() {
    branch = new VirtualNode(network, "203.0.113.2", 1);
    cloud = new VirtualNode(network, "203.0.113.10", 2);
  }

  @AfterEach
  void end() {
    stores.forEach(CertificateStore::close);
  }

  private void give(VirtualNode node, Object[] own, X509Certificate ca, Object crl)
      throws IOException {
    Path files = Files.createDirectories(folder.resolve(node.address().getHostAddress()));
    TestAuthority.writePem(files.resolve("own.pem"), own);
    TestAuthority.writePem(files.resolve("ca.pem"), ca);
    CertificateStore store =
        new CertificateStore(
            files,
            new BouncyCastleProvider(),
            Clock.systemUTC(),
            new SecureRandom(),
            new RecordingLog());
    if (crl != null) {
      TestAuthority.writePem(files.resolve("ca.crl"), crl);
    }
    store.configure(
        Map.of(
            OWN, new CertificateLine("own.pem", FileType.X509_PEM, ""),
            PEERS_CA, new CertificateLine("ca.pem", FileType.X509_CA, "")),
        crl == null ? Map.of() : Map.of(CRL, "ca.crl"));
    stores.add(store);
    node.pki = store;
  }

  private static Certificates lines(boolean crl, Certificates.Padding padding) {
    return new Certificates(
        OWN,
        OptionalInt.of(PEERS_CA),
        crl ? OptionalInt.of(CRL) : OptionalInt.empty(),
        Revocation.SOFT,
        padding);
  }

  private static Configs.Builder branchConfig() {
    return Configs.gateway(100, BRANCH, CLOUD, "203.0.113.10")
        .initiate()
        .certificates(lines(false, Certificates.Padding.AUTO));
  }

  private static Configs.Builder cloudConfig() {
    return Configs.gateway(1, CLOUD, BRANCH, null)
        .certificates(lines(false, Certificates.Padding.AUTO));
  }

  private static Issued issue(String name, Kind kind) {
    return ROOT.issue(Request.of("CN=" + name, kind).dns(name));
  }

  private void give(VirtualNode node, Issued own) throws IOException {
    give(node, new Object[] {own.certificate(), own.key()}, ROOT.certificate(), null);
  }

  private void connect() {
    cloud.configure(cloudConfig().build());
    branch.configure(branchConfig().build());
    network.runSeconds(3);
  }

  private void assertWorks() {
    assertTrue(branch.gateway().childUp(), () -> branch.log + " " + cloud.log);
    branch.engine.rekeyChild(network.now(), 100);
    cloud.engine.rekeyIke(network.now(), 1);
    network.runSeconds(3);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
    assertEquals(List.of("up 100 100"), branch.events);
  }

  private void assertRefused(VirtualNode by, String sentence) {
    assertFalse(branch.gateway().childUp());
    assertTrue(
        by.log.stream().anyMatch(l -> l.contains(sentence)),
        () -> "branch " + branch.log + "\ncloud " + cloud.log);
    assertEquals(1, by.log.stream().filter(l -> l.contains(sentence)).count(), by.log::toString);
    assertTrue(branch.pairs.isEmpty() && cloud.pairs.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA_2048, PSS",
    "RSA_2048, RSA_3072, PKCS1",
    "P256, P384, AUTO",
    "P521, ED25519, AUTO",
    "ED25519, RSA_2048, AUTO"
  })
  void everyKindOfKey(Kind ours, Kind theirs, Certificates.Padding padding) throws IOException {
    give(branch, issue(BRANCH, ours));
    give(cloud, issue(CLOUD, theirs));
    cloud.configure(cloudConfig().build());
    branch.configure(branchConfig().certificates(lines(false, padding)).build());
    network.runSeconds(3);
    assertWorks();
  }

  @Test
  void aChainWithTwoCasBetween() throws IOException {
    TestAuthority upper = ROOT.below(Request.of("CN=Upper", Kind.P384));
    TestAuthority lower = upper.below(Request.of("CN=Lower", Kind.RSA_2048));
    Issued own = lower.issue(Request.of("CN=x", Kind.P256).dns(BRANCH));
    give(
        branch,
        new Object[] {
          upper.certificate(), own.key(), own.certificate(), ROOT.certificate(), lower.certificate()
        },
        ROOT.certificate(),
        null);
    give(cloud, issue(CLOUD, Kind.P256));
    connect();
    assertWorks();
  }

  @Test
  void aDistinguishedNameWhateverItsEncoding() throws IOException {
    give(branch, ROOT.issue(Request.of("O=Example,CN=branch 7", Kind.P256)));
    give(cloud, issue(CLOUD, Kind.P256));
    cloud.configure(
        Configs.gateway(1, CLOUD, "cn=Branch 7, o=EXAMPLE", null)
            .certificates(lines(false, Certificates.Padding.AUTO))
            .build());
    branch.configure(
        Configs.gateway(100, "CN=branch 7, O=Example", CLOUD, "203.0.113.10")
            .initiate()
            .certificates(lines(false, Certificates.Padding.AUTO))
            .build());
    network.runSeconds(3);
    assertWorks();
  }

  @Test
  void expired() throws IOException {
    Instant now = Instant.now();
    give(branch, issue(BRANCH, Kind.P256));
    give(
        cloud,
        ROOT.issue(
            Request.of("CN=" + CLOUD, Kind.P256)
                .dns(CLOUD)
                .valid(now.minus(Duration.ofDays(9)), now.plus(Duration.ofSeconds(2)))));
    cloud.configure(cloudConfig().build());
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    CertificateStore ahead =
        new CertificateStore(
            folder.resolve("203.0.113.2"),
            new BouncyCastleProvider(),
            later,
            new SecureRandom(),
            new RecordingLog());
    ahead.configure(
        Map.of(
            OWN, new CertificateLine("own.pem", FileType.X509_PEM, ""),
            PEERS_CA, new CertificateLine("ca.pem", FileType.X509_CA, "")),
        Map.of());
    stores.add(ahead);
    branch.pki = ahead;
    branch.configure(branchConfig().build());
    network.runSeconds(3);
    assertRefused(branch, "the peer's certificate CN=gw.example.com expired on ");
  }

  @Test
  void aCertificateForSomebodyElse() throws IOException {
    give(branch, issue("other.example.com", Kind.P256));
    give(cloud, issue(CLOUD, Kind.P256));
    connect();
    assertRefused(
        cloud,
        "the peer's certificate is for other.example.com or CN=other.example.com, not for "
            + "branch.example.com (fqdn): check ipsec ike remote name 1");
  }

  /** Whoever has no certificate of ours must not write on our console either. */
  @Test
  void namesThatDriveATerminal() throws IOException {
    String name = "a\u001b[2J\n" + "x".repeat(500);
    give(branch, ROOT.issue(Request.of("CN=y", Kind.P256).dns(name)));
    give(cloud, issue(CLOUD, Kind.P256));
    connect();
    String shown = "a?[2J?" + "x".repeat(58) + "…";
    assertRefused(cloud, "the peer's certificate is for " + shown + " or CN=y, not for ");
  }

  /** The check outlasts the lines it was begun by. */
  @Test
  void linesThatChangeDuringTheCheck() throws IOException {
    give(branch, issue(BRANCH, Kind.P256));
    give(cloud, issue(CLOUD, Kind.P256));
    cloud.checkMillis = 4_000;
    connect();
    cloud.configure(Configs.gateway(1, CLOUD, BRANCH, null).build());
    network.runSeconds(4);
    assertFalse(branch.gateway().childUp());
    assertTrue(cloud.engine.isIdle());
    assertTrue(
        cloud.log.stream().anyMatch(l -> l.contains("the gateway's lines changed meanwhile")),
        cloud.log::toString);
  }

  @Test
  void anUnknownCa() throws IOException {
    TestAuthority stranger = TestAuthority.root("CN=Stranger", Kind.P256);
    Issued own = stranger.issue(Request.of("CN=x", Kind.P256).dns(BRANCH));
    give(branch, new Object[] {own.certificate(), own.key()}, ROOT.certificate(), null);
    give(cloud, issue(CLOUD, Kind.P256));
    connect();
    assertRefused(
        cloud, "no trusted CA has signed the peer's certificate CN=x of CN=Stranger: load that CA");
    assertTrue(
        branch.log.stream().anyMatch(l -> l.contains("refused our certificate or name")),
        branch.log::toString);
  }

  @Test
  void aCertificateThatMayNotSign() throws IOException {
    give(
        branch,
        ROOT.issue(Request.of("CN=x", Kind.P256).dns(BRANCH).usage(KeyUsage.keyEncipherment)));
    give(cloud, issue(CLOUD, Kind.P256));
    connect();
    assertRefused(cloud, "the peer's certificate is not for signatures");
  }

  @Test
  void revokedByTheCrlFile() throws IOException {
    Issued own = issue(BRANCH, Kind.P256);
    give(branch, own);
    Issued theirs = issue(CLOUD, Kind.P256);
    give(
        cloud,
        new Object[] {theirs.certificate(), theirs.key()},
        ROOT.certificate(),
        ROOT.crl(Instant.now(), own.certificate()));
    cloud.configure(cloudConfig().certificates(lines(true, Certificates.Padding.AUTO)).build());
    branch.configure(branchConfig().build());
    network.runSeconds(3);
    assertRefused(cloud, "the certificate CN=branch.example.com was revoked on ");
  }

  @Test
  void aKeyWhereACertificateIsWanted() throws IOException {
    give(cloud, issue(CLOUD, Kind.P256));
    cloud.configure(cloudConfig().build());
    branch.configure(Configs.gateway(100, BRANCH, CLOUD, "203.0.113.10").initiate().build());
    network.runSeconds(3);
    assertRefused(cloud, "the peer does not use a certificate, check ipsec ike auth method 1");
  }

  @Test
  void withoutThePkiBundle() {
    connect();
    assertRefused(branch, "the pki bundle is not installed: install the feature sekisho-pki");
  }

  /** The responder answers late; copies of the request that come meanwhile are not processed. */
  @Test
  void aLongCheckOnBothSides() throws IOException {
    give(branch, issue(BRANCH, Kind.P256));
    give(cloud, issue(CLOUD, Kind.P256));
    cloud.checkMillis = 5_000;
    branch.checkMillis = 5_000;
    AtomicInteger requests = new AtomicInteger();
    network.drop =
        d -> {
          if (d.from().address().equals(branch.address()) && !d.isResponse()) {
            requests.incrementAndGet();
          }
          return false;
        };
    connect();
    network.runSeconds(12);
    assertTrue(requests.get() > 3, () -> "retransmissions " + requests + branch.log + cloud.log);
    assertEquals(1, cloud.log.stream().filter(l -> l.contains("/IKE established")).count());
    assertWorks();
  }

  @Test
  void aCheckThatNeverEnds() throws IOException {
    give(branch, issue(BRANCH, Kind.P256));
    give(cloud, issue(CLOUD, Kind.P256));
    branch.checkMillis = 1_000_000;
    connect();
    network.runSeconds(14);
    assertRefused(branch, "nobody has checked the certificate in time");
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(40);
    assertTrue(branch.engine.isIdle() && cloud.engine.isIdle());
  }

  @Test
  void takenAwayDuringTheCheck() throws IOException {
    give(branch, issue(BRANCH, Kind.P256));
    give(cloud, issue(CLOUD, Kind.P256));
    branch.checkMillis = 4_000;
    connect();
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(40);
    assertTrue(branch.pairs.isEmpty());
    assertTrue(branch.engine.isIdle());
  }
}
