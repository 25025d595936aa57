package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Extensions of IKEv2 with strongSwan: childless (RFC 6023), inner addresses (RFC 7296 section
 * 2.19), lives in kilobytes, MOBIKE (RFC 4555). Redirection (RFC 5685) is a matter of the
 * simulator: strongSwan 5.9 sends nobody elsewhere.
 */
@ExtendWith(LabExtension.class)
@Order(30)
class ExtensionsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * One tunnel lives through all of them: it begins childless and with an address of the gateway's
   * pool, is renewed for its kilobytes, and moves when the WAN gets another address.
   */
  @Test
  void oneTunnelBeginsChildlessIsRenewedByVolumeAndMoves(Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.in(lab.gatewayNamespace(), "ip", "address", "add", "203.0.113.11/24", "dev", "wan0")
        .orFail();
    lab.gateway()
        .start(
            variant,
            "MOBIKE=yes",
            "LOCAL_ADDR=%any",
            "REMOTE_TS=dynamic",
            "EXTRA_CONN=    childless = force\n    pools = inner",
            "EXTRA_CONFIG=pools { inner { addrs = 10.99.0.64/26 } }");
    lab.router()
        .start(
            Stream.concat(
                    variant.configuration().stream(),
                    Stream.of(
                        "ipsec ike childless 100 on",
                        "ipsec ike mode-cfg method 100 request",
                        "ipsec ike mobike 100 on",
                        "ipsec ike duration ipsec-sa 100 27000 1000"))
                .toList());
    lab.gateway().awaitChild(LIMIT);
    // what IKE_AUTH leaves out, CREATE_CHILD_SA makes, as message 2
    expectLogged(lab, "IKE_AUTH request 1 [ IDi ", " CPRQ(ADDR DNS", " N(MOBIKE_SUP) AUTH ]");
    expectLogged(lab, "CREATE_CHILD_SA request 2 [ SA No TSi TSr ]");
    expectPing(lab, "-c", "3", "-W", "2");
    String address =
        lab.in(lab.branchRouter(), "ip", "-4", "address", "show", "tunnel100").output();
    assertTrue(address.contains("inet 10.99.0.65/32"), address);
    assertTrue(lab.gateway().sas().contains("10.99.0.65/32"), () -> lab.gateway().sas());

    List<Gateway.ChildSa> before = lab.gateway().children();
    expectPing(lab, "-c", "500", "-i", "0.01", "-s", "1000", "-W", "2");
    Await.until(
        LIMIT,
        "a renewal by volume",
        () -> lab.gateway().children().stream().noneMatch(c -> sameSpi(c, before)),
        () -> lab.gateway().sas());
    expectPing(lab, "-c", "3", "-W", "2");

    lab.router()
        .type(List.of("no ip lan2 address 203.0.113.2/24", "ip lan2 address 203.0.113.4/24"))
        .orFail();
    Await.until(
        LIMIT,
        "the gateway's SA to move",
        () -> lab.gateway().sas().contains("203.0.113.4"),
        () -> lab.gateway().log());
    expectLogged(lab, "INFORMATIONAL request ", "N(UPD_SA_ADDR)");
    expectPing(lab, "-c", "5", "-W", "2");
    assertEquals(
        1,
        lab.router().log().stream()
            .filter(l -> l.contains("moves from 203.0.113.2 to 203.0.113.4"))
            .count());

    // the gateway's address goes silent: it has named another in IKE_AUTH
    filter(lab, "add table ip silent");
    filter(lab, "add chain ip silent in { type filter hook input priority 0; }");
    filter(lab, "add rule ip silent in ip daddr 203.0.113.10 drop");
    Await.until(
        LIMIT,
        "the tunnel at the gateway's other address",
        () ->
            lab.router().log().stream()
                .anyMatch(l -> l.contains("answers at 203.0.113.11, no longer at 203.0.113.10")),
        () -> lab.router().show("show log") + lab.gateway().log());
    expectPing(lab, "-c", "5", "-W", "2");
    assertEquals(
        1, lab.router().log().stream().filter(l -> l.contains("/IKE established")).count());
  }

  private static void filter(Lab lab, String rule) {
    lab.in(lab.gatewayNamespace(), "nft", rule).orFail();
  }

  private static void expectLogged(Lab lab, String... parts) {
    String log = lab.gateway().log();
    assertTrue(
        log.lines().anyMatch(line -> Stream.of(parts).allMatch(line::contains)),
        () -> List.of(parts) + " in no line of\n" + log);
  }

  private static boolean sameSpi(Gateway.ChildSa child, List<Gateway.ChildSa> before) {
    return before.stream().anyMatch(b -> b.spi().equals(child.spi()));
  }

  private static void expectPing(Lab lab, String... how) {
    String[] command =
        Stream.concat(
                Stream.of("ip", "netns", "exec", lab.branchRouter(), "ping", "-q"),
                Stream.concat(Stream.of(how), Stream.of("10.10.0.10")))
            .toArray(String[]::new);
    String output = Command.run(Duration.ofSeconds(60), List.of(command)).output();
    assertTrue(output.contains(" 0% packet loss"), output);
  }
}
