package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.simulator.MlKemCapture;

/**
 * ML-KEM-768 and a PPK between two routers, through a NAT, over renewals of both kinds; then the
 * session is resumed (RFC 5723).
 */
@ExtendWith(LabExtension.class)
@Order(1)
class MlKemIT {

  /** 70 % of 300 s, up to 30 s of spread, and some seconds for what follows. */
  private static final Duration RENEWED = Duration.ofSeconds(250);

  private static final List<String> BRANCH =
      TwoRouters.branch(
          List.of(
              "ipsec ike duration ipsec-sa 100 300 rekey 70%",
              "ipsec ike duration ike-sa 100 300 rekey 70%",
              "ipsec ike ppk 100 text key-of-the-lab id lab required",
              "ipsec ike additional-key-exchange 100 ml-kem-768 required",
              "ipsec ike pfs 100 on",
              "ipsec ike session-resumption 100 on",
              "ipsec auto refresh 100 on"));

  private static final List<String> GATEWAY =
      TwoRouters.gateway(
          List.of(
              "ipsec ike ppk 100 text key-of-the-lab id lab",
              "ipsec ike additional-key-exchange 100 ml-kem-768",
              "ipsec ike pfs 100 on",
              "ipsec ike session-resumption 100 on"));

  @Test
  @Timeout(value = 9, unit = TimeUnit.MINUTES)
  void twoRoutersRenewWithMlKemAndLoseNoPing(Lab lab) {
    lab.networkOfTwoRouters("nat");
    lab.gatewayRouter().start(GATEWAY);
    lab.router().start(BRANCH);
    Await.until(
        Lab.TUNNEL_UP,
        "IP Tunnel[100] Up in the router's log",
        () -> lab.router().log().contains("IP Tunnel[100] Up"),
        () -> lab.router().show("show log"));
    lab.expectPings();
    assertEquals(1, count(lab.router(), "PRF .* \\+ ML-KEM-768 \\+ PPK"));
    lab.pingAndLoseNone(RENEWED, 3000);
    for (Router router : List.of(lab.router(), lab.gatewayRouter())) {
      assertTrue(count(router, "PRF .* \\+ ML-KEM-768 \\+ PPK") >= 1, "the IKE SA");
      // the first pair has no key exchange of its own, the renewed one has
      assertTrue(count(router, "AES256-GCM, MODP 2048bit \\+ ML-KEM-768") >= 2, "the pair");
      long established =
          router.log().stream()
              .filter(l -> l.matches("\\[IKE2\\] SA:\\d+/IKE established"))
              .count();
      assertTrue(established >= 2, () -> router.show("show log"));
    }
    lab.expectPings();
    resume(lab);
  }

  /** The branch forgets its SAs without a word, as when the peer is thought dead. */
  private static void resume(Lab lab) {
    String detail = "show ipsec sa gateway 100 detail";
    String resumed = "Protocol: IKEv2 (resumed session)";
    assertFalse(lab.router().show(detail).contains(resumed));
    lab.router().show("ipsec refresh sa");
    for (Router router : List.of(lab.router(), lab.gatewayRouter())) {
      Await.until(
          Lab.TUNNEL_UP,
          "a resumed session",
          () -> router.show(detail).contains(resumed),
          () -> router.show(detail) + router.show("show log"));
    }
    lab.expectPings();
  }

  private static long count(Router router, String algorithms) {
    return router
        .show("show ipsec sa gateway 100 detail")
        .lines()
        .filter(line -> line.matches("Algorithm: .*" + algorithms + ".*"))
        .count();
  }

  /** tshark, given the keys of each stage, decrypts IKE_INTERMEDIATE and IKE_AUTH. */
  @Test
  void tsharkReadsAnExchangeWithMlKem(@TempDir Path directory) throws IOException {
    MlKemCapture.write(directory);
    String intermediate = decrypted(directory, "intermediate", 43);
    assertEquals(2, occurrences(intermediate, "Payload: Key Exchange (34)"), intermediate);
    assertTrue(intermediate.contains("Payload length: 1192"), intermediate);
    assertTrue(intermediate.contains("Payload length: 1096"), intermediate);
    String auth = decrypted(directory, "auth", 35);
    assertEquals(2, occurrences(auth, "Payload: Authentication (39)"), auth);
    assertEquals(2, occurrences(auth, "Payload: Traffic Selector - Initiator (44)"), auth);
  }

  private static int occurrences(String text, String what) {
    return text.split(java.util.regex.Pattern.quote(what), -1).length - 1;
  }

  private static String decrypted(Path directory, String stage, int exchangeType) {
    return Command.run(
            "env",
            "WIRESHARK_CONFIG_DIR=" + directory.resolve(stage),
            "tshark",
            "-n",
            "-r",
            directory.resolve("ike.pcap").toString(),
            "-Y",
            "isakmp.exchangetype == " + exchangeType,
            "-V")
        .orFail()
        .output();
  }
}
