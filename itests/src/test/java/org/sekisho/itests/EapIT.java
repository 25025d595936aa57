package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.testkit.TestAuthority;
import org.sekisho.testkit.TestAuthority.Issued;
import org.sekisho.testkit.TestAuthority.Kind;
import org.sekisho.testkit.TestAuthority.Request;

/**
 * EAP-MSCHAPv2 that fails first, against strongSwan in both roles; that it works is a matter of the
 * variants eap and eap-client. EAP-TLS as initiator.
 */
@ExtendWith(LabExtension.class)
@Order(4)
class EapIT {

  private static final Duration SAID = Duration.ofSeconds(60);
  private static final String FILES =
      "pki certificate file 1 branch.pem x509-pem\npki certificate file 2 ca.pem x509-ca";

  @TempDir Path files;

  @Test
  void theRightPasswordTypedInBringsTheTunnelUp(Lab lab) {
    Variant variant = Variant.initiator("eap");
    lab.network(variant.topology());
    lab.gateway().start(variant, "EAP_SECRET=the-right-one");
    lab.router().start(variant.configuration());
    expect(lab, "the server refused the name or password of branch, check ipsec ike eap myname");
    lab.router().show("ipsec ike eap myname 100 branch the-right-one");
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertFalse(lab.router().show("show config").contains("the-right-one"), "password shown");
  }

  @Test
  void aUserWhoIsAddedMayCome(Lab lab) {
    Variant variant = Variant.responder("eap-client");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    lab.gateway().start(variant, "EAP_ID=guest");
    lab.gateway().initiate("net");
    expect(lab, "no user guest, check auth user and auth user group 1");
    lab.router().show("auth user 2 guest eap-secret-1");
    lab.router().show("auth user group 1 1 2");
    lab.gateway().initiate("net").orFail();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertTrue(
        lab.router().log().contains("[IKE2] Tunnel[100] the peer is user guest by EAP-MSCHAPv2"),
        () -> lab.router().show("show log"));
  }

  /** TLS 1.2, without extended master secret, which strongSwan does not know (RFC 7627). */
  @Test
  void tlsAsInitiator(Lab lab) throws IOException {
    LabCertificates certificates = issue();
    Variant variant = Variant.initiator("azure-modern");
    lab.network(variant.topology());
    lab.gateway()
        .start(
            variant,
            certificates.settings(
                "pubkey", "eap-tls", "EXTRA_STRONGSWAN=tls { version_max = 1.2 }"));
    lab.router()
        .start(
            LabCertificates.configuration(
                variant,
                FILES,
                List.of(
                    "ipsec ike auth method 100 eap-tls",
                    "ipsec ike pki file 100 certificate=1 ca=2")),
            certificates.ours());
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    String log = lab.gateway().log();
    assertTrue(log.contains("negotiated TLS 1.2"), log);
  }

  private LabCertificates issue() throws IOException {
    TestAuthority root = TestAuthority.root("CN=Lab root", Kind.RSA_2048);
    Issued own =
        root.issue(
            Request.of("CN=" + LabCertificates.BRANCH, Kind.P256).dns(LabCertificates.BRANCH));
    LabCertificates certificates = new LabCertificates(files);
    Path ours = certificates.ours();
    TestAuthority.writePem(ours.resolve("branch.pem"), own.key(), own.certificate());
    TestAuthority.writePem(ours.resolve("ca.pem"), root.certificate());
    certificates.giveGateway(root, Kind.RSA_2048);
    return certificates;
  }

  private static void expect(Lab lab, String cause) {
    Await.until(
        SAID,
        "a line of log: " + cause,
        () -> lab.router().log().stream().anyMatch(line -> line.contains(cause)),
        () -> lab.router().show("show log"));
  }
}
