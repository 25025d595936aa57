package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.pki.Revocation;
import org.sekisho.eap.EapComponent;
import org.sekisho.ike.config.Certificates;
import org.sekisho.ike.config.Eap;
import org.sekisho.pki.CertificateLine;
import org.sekisho.pki.CertificateStore;
import org.sekisho.pki.FileType;
import org.sekisho.testkit.RecordingLog;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/** EAP-TLS between two engines, with certificates out of files (RFC 5216, RFC 9190, RFC 5998). */
class EapTlsTest {

  private static final int OWN = 1;
  private static final int CA = 2;
  private static final String BRANCH = "branch.example.com";
  private static final String CLOUD = "gw.example.com";
  private static final TestAuthority ROOT = TestAuthority.root("CN=Root", Kind.P256);

  @TempDir Path folder;

  private final List<CertificateStore> stores = new ArrayList<>();
  private final VirtualNetwork network = new VirtualNetwork(1);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 1);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 2);

  @AfterEach
  void end() {
    stores.forEach(CertificateStore::close);
  }

  private void give(VirtualNode node, TestAuthority issuer, String name, Kind kind)
      throws IOException {
    Issued own = issuer.issue(Request.of("CN=" + name, kind).dns(name));
    Path files = Files.createDirectories(folder.resolve(node.address().getHostAddress()));
    TestAuthority.writePem(files.resolve("own.pem"), own.certificate(), own.key());
    TestAuthority.writePem(files.resolve("ca.pem"), ROOT.certificate());
    CertificateStore store =
        new CertificateStore(
            files,
            new BouncyCastleProvider(),
            Clock.systemUTC(),
            new SecureRandom(),
            new RecordingLog());
    store.configure(
        Map.of(
            OWN, new CertificateLine("own.pem", FileType.X509_PEM, ""),
            CA, new CertificateLine("ca.pem", FileType.X509_CA, "")),
        Map.of());
    stores.add(store);
    node.pki = store;
    node.eap = Optional.of(new EapComponent());
  }

  private static Configs.Builder config(
      int number, String own, String peer, String host, Optional<Integer> group) {
    return Configs.gateway(number, own, peer, host)
        .certificates(
            new Certificates(
                OWN,
                OptionalInt.of(CA),
                OptionalInt.empty(),
                Revocation.SOFT,
                Certificates.Padding.AUTO))
        .eap(
            new Eap(
                Optional.empty(), group, Map.of(), group.isEmpty(), List.of(EapMethod.TLS), true));
  }

  private void run() {
    cloud.configure(config(1, CLOUD, BRANCH, null, Optional.of(1)).build());
    branch.configure(
        config(100, BRANCH, CLOUD, "203.0.113.10", Optional.empty()).initiate().build());
    network.runSeconds(5);
  }

  private void assertUp() {
    assertTrue(branch.gateway().childUp(), () -> branch.log + " " + cloud.log);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  @Test
  void certificatesOnBothSidesAndNothingElse() throws IOException {
    give(branch, ROOT, BRANCH, Kind.RSA_2048);
    give(cloud, ROOT, CLOUD, Kind.P256);
    run();
    assertUp();
    assertTrue(
        cloud.log.contains("[IKE2] Tunnel[1] the peer is user " + BRANCH + " by EAP-TLS"),
        cloud.log::toString);
    branch.engine.rekeyIke(branch.clock(), 100);
    network.runSeconds(2);
    assertUp();
  }

  @Test
  void lossesDoNotPreventIt() throws IOException {
    give(branch, ROOT, BRANCH, Kind.P256);
    give(cloud, ROOT, CLOUD, Kind.P384);
    network.loss = 0.2;
    run();
    network.runSeconds(300);
    network.loss = 0;
    network.runSeconds(60);
    assertUp();
  }

  @Test
  void aBranchOfAnotherAuthorityIsNotTrusted() throws IOException {
    give(branch, TestAuthority.root("CN=Other", Kind.P256), BRANCH, Kind.P256);
    give(cloud, ROOT, CLOUD, Kind.P256);
    run();
    assertFalse(branch.gateway().established());
    assertFalse(cloud.gateway().established());
    assertUntrusted(cloud);
  }

  @Test
  void aGatewayOfAnotherAuthorityIsNotTrusted() throws IOException {
    give(branch, ROOT, BRANCH, Kind.P256);
    give(cloud, TestAuthority.root("CN=Other", Kind.P256), CLOUD, Kind.P256);
    run();
    assertFalse(branch.gateway().established());
    assertFalse(cloud.gateway().established());
    assertUntrusted(branch);
  }

  private static void assertUntrusted(VirtualNode node) {
    String reason = node.gateway().lastFailure().orElseThrow().english();
    assertTrue(reason.contains("no trusted CA has signed the peer's certificate"), reason);
  }

  @Test
  void aServerOfAnotherNameIsRefused() throws IOException {
    give(branch, ROOT, BRANCH, Kind.P256);
    give(cloud, ROOT, "other.example.com", Kind.P256);
    run();
    assertFalse(branch.gateway().established());
    String reason = branch.gateway().lastFailure().orElseThrow().english();
    assertTrue(reason.contains("certificate is of [other.example.com]"), reason);
  }

  @Test
  void whereOneSideHasNoCertificatesItSaysSo() throws IOException {
    give(branch, ROOT, BRANCH, Kind.P256);
    give(cloud, ROOT, CLOUD, Kind.P256);
    branch.pki = null;
    run();
    assertFalse(branch.gateway().established());
    assertTrue(
        branch.gateway().lastFailure().orElseThrow().english().contains("sekisho-pki"),
        branch.log::toString);
  }
}
