package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What belongs into the tunnel never leaves in clear. */
@ExtendWith(LabExtension.class)
class PlaintextIT {

  private static final Duration LISTENING = Duration.ofSeconds(8);

  @Test
  void nothingLeavesInClearBeforeDuringAndAfterTheTunnel(Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());

    Capture before = listen(lab);
    pingHard(lab);
    expectNoPlaintext(before.finish(), "isakmp");

    lab.gateway().start(variant);
    lab.awaitTunnel(Duration.ofSeconds(120));
    Capture during = listen(lab);
    lab.expectPings();
    expectNoPlaintext(during.finish(), "UDP-encap: ESP");

    lab.gateway().stop();
    Await.until(
        Duration.ofSeconds(30),
        "the tunnel down",
        () -> lab.router().show("show status tunnel 100").contains("Offline"),
        () -> lab.router().show("show log"));
    Capture after = listen(lab);
    pingHard(lab);
    expectNoPlaintext(after.finish(), "isakmp");
  }

  private static Capture listen(Lab lab) {
    return lab.capture(lab.gatewayNamespace(), "wan0", LISTENING, "ip");
  }

  private static void pingHard(Lab lab) {
    Command.Result pings =
        lab.in(lab.branchHost(), "ping", "-q", "-i", "0.05", "-w", "5", Lab.CLOUD_HOST);
    assertTrue(pings.output().contains(" 100% packet loss"), pings.output());
  }

  /** The capture saw something, and nothing of it is of the LAN or the virtual network. */
  private static void expectNoPlaintext(String packets, String encrypted) {
    assertTrue(packets.contains(encrypted), packets);
    assertFalse(packets.contains("192.168.100.10"), packets);
    assertFalse(packets.contains("10.10.0."), packets);
    assertFalse(packets.contains("ICMP echo"), packets);
  }
}
