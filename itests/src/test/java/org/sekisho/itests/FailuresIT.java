package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a tunnel does not come up: one line of log, and the same in `show status tunnel`. */
@ExtendWith(LabExtension.class)
@Order(3)
class FailuresIT {

  private static final Duration SAID = Duration.ofSeconds(90);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the gateway has another key      | PSK=another-key       | authentication failed
          the gateway has another identity | LOCAL_ID=198.51.100.9 | calls itself
          the gateway expects another name | REMOTE_ID=198.51.100.7 | authentication failed
          no common proposal for IKE       | IKE=aes256-sha256-modp8192 | no common proposal for IKE
          no common proposal for ESP       | ESP=aes256ccm16       | no common proposal for ESP
          """)
  void aFailureNamesTunnelAndCause(String what, String setting, String cause, Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.gateway().start(variant, setting);
    lab.router().start(variant.configuration());
    expectCause(lab, cause);
  }

  @Test
  void anUnreachableGatewayIsSaidSo(Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    expectCause(lab, "answer|respon|unreachable");
    lab.gateway().start(variant);
    lab.awaitTunnel(Duration.ofSeconds(120));
    lab.expectPings();
    String status = lab.router().show("show status tunnel 100");
    assertFalse(isAbout(status, "answer|respon|unreachable"), status);
  }

  private static void expectCause(Lab lab, String cause) {
    Await.until(
        SAID,
        "a line of log about tunnel 100 and " + cause,
        () -> !linesAbout(lab, cause).isEmpty(),
        () -> lab.router().show("show log"));
    List<String> lines = linesAbout(lab, cause);
    assertEquals(
        1, new HashSet<>(lines).size(), "several texts for one cause: " + String.join("\n", lines));
    String status = lab.router().show("show status tunnel 100");
    assertTrue(status.contains("Current status is Offline."), status);
    assertTrue(isAbout(status, cause), status);
  }

  private static List<String> linesAbout(Lab lab, String cause) {
    return lab.router().log().stream()
        .filter(line -> isAbout(line, "tunnel\\W*100\\b") && isAbout(line, cause))
        .toList();
  }

  private static boolean isAbout(String text, String what) {
    return Pattern.compile(what, Pattern.CASE_INSENSITIVE).matcher(text).find();
  }
}
