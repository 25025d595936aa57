package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

  private static final String PASSWORD = "hinoki-3";

  @TempDir Path files;

  /**
   * RSA, a CA between ours and the root, PKCS #12; the gateway renews both kinds of SA. First with
   * another CA, then with another name: what the router says then, typed in, helps.
   */
  @Test
  void rsaAsInitiator(Lab lab) throws IOException {
    LabCertificates certificates = new LabCertificates(files);
    TestAuthority root = TestAuthority.root("CN=Lab root", Kind.RSA_3072);
    TestAuthority lower = root.below(Request.of("CN=Lab branches", Kind.RSA_2048));
    Issued own =
        lower.issue(
            Request.of("CN=" + LabCertificates.BRANCH, Kind.RSA_2048).dns(LabCertificates.BRANCH));
    Files.write(
        certificates.ours().resolve("branch.p12"),
        TestAuthority.pkcs12(
            PASSWORD, own.key(), own.certificate(), lower.certificate(), root.certificate()));
    TestAuthority other = TestAuthority.root("CN=Another root", Kind.P256);
    TestAuthority.writePem(certificates.ours().resolve("other.pem"), other.certificate());
    certificates.giveGateway(root, Kind.RSA_2048);
    Variant variant = Variant.initiator("azure-modern");
    lab.network(variant.topology());
    lab.gateway().start(variant, certificates.settings("pubkey", "pubkey"));
    lab.router()
        .start(
            LabCertificates.configuration(
                variant,
                "pki certificate file 1 branch.p12 pkcs12 "
                    + PASSWORD
                    + "\npki certificate file 3 other.pem x509-ca",
                byCertificate("certificate=1 ca=3")),
            certificates.ours());
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
    assertTrue(summary.contains("Names: " + LabCertificates.BRANCH), summary);
  }

  /** ECDSA, a CRL file; the gateway dials. */
  @Test
  void ecdsaAsResponder(Lab lab) throws IOException {
    LabCertificates certificates = new LabCertificates(files);
    TestAuthority root = TestAuthority.root("CN=Lab root", Kind.P384);
    Issued own =
        root.issue(
            Request.of("CN=" + LabCertificates.BRANCH, Kind.P256).dns(LabCertificates.BRANCH));
    TestAuthority.writePem(certificates.ours().resolve("branch.pem"), own.key(), own.certificate());
    TestAuthority.writePem(certificates.ours().resolve("ca.pem"), root.certificate());
    TestAuthority.writePem(certificates.ours().resolve("ca.crl"), root.crl(Instant.now()));
    certificates.giveGateway(root, Kind.P384);
    Variant variant = Variant.responder("azure-modern");
    lab.network(variant.topology());
    lab.gateway().start(variant, certificates.settings("pubkey", "pubkey"));
    lab.router()
        .start(
            LabCertificates.configuration(
                variant,
                "pki certificate file 1 branch.pem x509-pem\n"
                    + "pki certificate file 2 ca.pem x509-ca\n"
                    + "pki crl file 1 ca.crl",
                byCertificate("certificate=1 crl=1 ca=2")),
            certificates.ours());
    lab.gateway().initiate("net").orFail();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    expectLogged(lab, "authentication of 'branch.example.com' with ECDSA_WITH_SHA256_DER");
    TunnelChecks.expectRenewals(lab);
  }

  private static List<String> byCertificate(String use) {
    return List.of("ipsec ike auth method 100 certificate", "ipsec ike pki file 100 " + use);
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
