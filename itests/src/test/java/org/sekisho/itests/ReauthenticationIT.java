package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A gateway that replaces its IKE SA by a new IKE_SA_INIT, before it deletes the old one (RFC 7296
 * section 2.8.3), as Azure was seen to do: NAT on both sides, CHILD SAs renewed between.
 */
@ExtendWith(LabExtension.class)
@Order(7)
class ReauthenticationIT {

  private static final Duration TIME = Duration.ofSeconds(62);

  @Test
  void losesNoPingOverSeveralReauthentications(Lab lab) {
    Variant variant = Variant.initiator("azure-natboth");
    lab.network(variant.topology());
    lab.gateway()
        .start(
            variant,
            "IKE_REKEY=0s",
            "IKE_OVER=20s",
            "CHILD_REKEY=11s",
            "CHILD_LIFE=60s",
            "RAND=2s",
            "EXTRA_CONN=    reauth_time = 16s",
            "EXTRA_STRONGSWAN=make_before_break = yes");
    lab.router().start(variant.configuration());
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    lab.pingAndLoseNone(TIME, 1000);
    expectAtLeast(4, "SA:\\d+/IKE established", lab);
    expectAtLeast(3, "SA:\\d+/IKE deleted", lab);
    expectAtLeast(6, "SA:\\d+/CHLD_SEND established", lab);
    expectAtLeast(3, "SA:\\d+/CHLD_RECV deleted", lab);
    String log = lab.gateway().log();
    long reauthenticated = log.lines().filter(l -> l.contains("initiating IKE_SA")).count();
    assertTrue(reauthenticated >= 3, log);
    lab.expectPings();
  }

  private static void expectAtLeast(long count, String line, Lab lab) {
    long seen = lab.router().log().stream().filter(l -> l.matches("\\[IKE2\\] " + line)).count();
    assertTrue(
        seen >= count,
        () -> seen + " times '" + line + "' in the log:\n" + lab.router().show("show log"));
  }
}
