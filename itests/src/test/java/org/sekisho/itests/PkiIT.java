package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/** Certificates on both sides, with strongSwan as the gateway. */
@ExtendWith(LabExtension.class)
@Order(30)
class PkiIT {

  private static final String BRANCH = "branch.example.com";
  private static final String GATEWAY = "gw.example.com";
  private static final String PASSWORD = "hinoki-3";

  @TempDir Path files;

  /**
   * RSA, a CA between ours and the root, PKCS #12; the gateway renews both kinds of SA. First with
   * another CA, then with another name: what the router says then, typed in, helps.
   */
  @Test
  void rsaAsInitiator(Lab lab) throws IOException {
    TestAuthority root = TestAuthority.root("CN=Lab root", Kind.RSA_3072);
    TestAuthority lower = root.below(Request.of("CN=Lab branches", Kind.RSA_2048));
    Issued own = lower.issue(Request.of("CN=" + BRANCH, Kind.RSA_2048).dns(BRANCH));
    Files.write(
        ours().resolve("branch.p12"),
        TestAuthority.pkcs12(
            PASSWORD, own.key(), own.certificate(), lower.certificate(), root.certificate()));
    TestAuthority other = TestAuthority.root("CN=Another root", Kind.P256);
    TestAuthority.writePem(ours().resolve("other.pem"), other.certificate());
    giveGateway(root, Kind.RSA_2048);
    Variant variant = Variant.initiator("azure-modern");
    lab.network(variant.topology());
    lab.gateway().start(variant, settings());
    lab.router()
        .start(
            configuration(
                variant,
                "pki certificate file 1 branch.p12 pkcs12 "
                    + PASSWORD
                    + "\npki certificate file 3 other.pem x509-ca",
                "certificate=1 ca=3"),
            ours());
    expectCause(
        lab,
        "no trusted CA has signed the peer's certificate",
        "load that CA by pki certificate file ID FILE x509-ca and name it by ca=ID in ipsec ike pki"
            + " file 100");
    type(
        lab,
        "ipsec ike pki file 100 certificate=1",
        "ipsec ike remote name 100 other.example.com fqdn");
    String named = "ipsec ike remote name 100 gw.example.com fqdn";
    expectCause(lab, "the peer calls itself gw.example.com", named);
    type(lab, named);
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    expectLogged(lab, "authentication of 'branch.example.com' with RSA_EMSA_PSS");
    TunnelChecks.expectFragments(lab, "IKE_AUTH response");
    TunnelChecks.expectRenewals(lab);
    String summary = lab.router().show("show pki certificate summary 1");
    assertTrue(summary.contains("Names: " + BRANCH), summary);
  }

  /** ECDSA, a CRL file; the gateway dials. */
  @Test
  void ecdsaAsResponder(Lab lab) throws IOException {
    TestAuthority root = TestAuthority.root("CN=Lab root", Kind.P384);
    Issued own = root.issue(Request.of("CN=" + BRANCH, Kind.P256).dns(BRANCH));
    TestAuthority.writePem(ours().resolve("branch.pem"), own.key(), own.certificate());
    TestAuthority.writePem(ours().resolve("ca.pem"), root.certificate());
    TestAuthority.writePem(ours().resolve("ca.crl"), root.crl(Instant.now()));
    giveGateway(root, Kind.P384);
    Variant variant = Variant.responder("azure-modern");
    lab.network(variant.topology());
    lab.gateway().start(variant, settings());
    lab.router()
        .start(
            configuration(
                variant,
                "pki certificate file 1 branch.pem x509-pem\n"
                    + "pki certificate file 2 ca.pem x509-ca\n"
                    + "pki crl file 1 ca.crl",
                "certificate=1 crl=1 ca=2"),
            ours());
    lab.gateway().initiate("net").orFail();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    expectLogged(lab, "authentication of 'branch.example.com' with ECDSA_WITH_SHA256_DER");
    TunnelChecks.expectRenewals(lab);
  }

  private Path ours() throws IOException {
    return Files.createDirectories(files.resolve("router"));
  }

  /** What lab/peer takes from its PKI folder. */
  private void giveGateway(TestAuthority root, Kind kind) throws IOException {
    Path folder = Files.createDirectories(files.resolve("gateway"));
    Issued gateway = root.issue(Request.of("CN=" + GATEWAY, kind).dns(GATEWAY));
    TestAuthority.writePem(folder.resolve("gw.pem"), gateway.certificate());
    TestAuthority.writePem(folder.resolve("gw.key"), gateway.key());
    TestAuthority.writePem(folder.resolve("ca.pem"), root.certificate());
  }

  private String[] settings() {
    return new String[] {
      "AUTH_LOCAL=pubkey",
      "AUTH_REMOTE=pubkey",
      "LOCAL_ID=" + GATEWAY,
      "REMOTE_ID=" + BRANCH,
      "PKI=" + files.resolve("gateway")
    };
  }

  private static List<String> configuration(Variant variant, String files, String use) {
    List<String> lines = new ArrayList<>(files.lines().toList());
    for (String line : variant.configuration()) {
      if (line.contains("pre-shared-key")) {
        lines.add("  ipsec ike auth method 100 certificate");
        lines.add("  ipsec ike pki file 100 " + use);
      } else if (line.contains("ipsec ike local name")) {
        lines.add("  ipsec ike local name 100 " + BRANCH + " fqdn");
      } else if (line.contains("ipsec ike remote name")) {
        lines.add("  ipsec ike remote name 100 " + GATEWAY + " fqdn");
        lines.add("  ipsec ike remote address 100 203.0.113.10");
      } else if (!line.contains("no ipsec ike remote address")) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** One line of log, and the diagnosis, name the cause and what to change. */
  private static void expectCause(Lab lab, String cause, String change) {
    Await.until(
        Lab.TUNNEL_UP,
        "a line of log with " + cause + " and " + change,
        () -> lab.router().log().stream().anyMatch(l -> l.contains(cause) && l.contains(change)),
        () -> lab.router().show("show log"));
    String said = lab.router().show("show ipsec diagnosis 100");
    assertTrue(said.contains(change), said);
  }

  private static void type(Lab lab, String... lines) {
    lab.router().type(List.of(lines)).orFail();
  }

  private static void expectLogged(Lab lab, String line) {
    String log = lab.gateway().log();
    assertTrue(log.contains(line), log);
  }
}
