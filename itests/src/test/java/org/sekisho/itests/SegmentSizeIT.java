package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** `ip tunnel tcp mss limit 1350` in both directions. */
@ExtendWith(LabExtension.class)
class SegmentSizeIT {

  @Test
  void synsAreClampedBothWays(Lab lab) {
    lab.up(Variant.initiator("azure-gcm"));
    lab.expectPings();
    expectClamped(lab, lab.branchHost(), lab.cloudHost(), Lab.CLOUD_HOST);
    expectClamped(lab, lab.cloudHost(), lab.branchHost(), Lab.BRANCH_HOST);
  }

  private static void expectClamped(Lab lab, String from, String to, String address) {
    Capture source = lab.capture(from, "eth0", Duration.ofSeconds(4), "tcp[tcpflags] == tcp-syn");
    Capture target = lab.capture(to, "eth0", Duration.ofSeconds(4), "tcp[tcpflags] == tcp-syn");
    lab.in(from, "timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + address + "/9");
    String sent = source.finish();
    String came = target.finish();
    assertTrue(sent.contains("mss 1460"), sent);
    assertTrue(came.contains("mss 1350"), came);
  }

  /** Large segments cross, in both directions, without help from path MTU discovery. */
  @Test
  void tcpCarriesDataBothWays(Lab lab) {
    lab.up(Variant.initiator("azure-nat"));
    lab.expectPings();
    expectTransfer(lab, lab.branchHost(), lab.cloudHost(), Lab.CLOUD_HOST);
    expectTransfer(lab, lab.cloudHost(), lab.branchHost(), Lab.BRANCH_HOST);
  }

  private static void expectTransfer(Lab lab, String from, String to, String address) {
    lab.in(to, "iperf3", "-s", "-1", "-D").orFail();
    Await.pause(Duration.ofMillis(500));
    lab.in(from, "timeout", "30", "iperf3", "-c", address, "-n", "8M").orFail();
  }
}
