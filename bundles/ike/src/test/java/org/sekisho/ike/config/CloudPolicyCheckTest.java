package org.sekisho.ike.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.ike.cloud.CloudPolicy;
import org.sekisho.ike.cloud.Finding;
import org.sekisho.ike.cloud.Finding.Level;
import org.sekisho.ike.cloud.PolicyCheck;

/** Lines against published policies; the lines proposed are typed and help. */
class CloudPolicyCheckTest {

  @TempDir Path directory;
  private TypedConfig config;

  @BeforeEach
  void seed() {
    config =
        new TypedConfig(directory)
            .type(
                "tunnel select 100",
                "ipsec tunnel 1100",
                "ipsec sa policy 1100 100 esp anti-replay-check=off",
                "ipsec ike version 100 2",
                "ipsec ike duration ipsec-sa 100 27000",
                "ipsec ike keepalive use 100 on",
                "ipsec ike local name 100 192.168.100.1 ipv4-addr",
                "ipsec ike nat-traversal 100 on",
                "ipsec ike pre-shared-key 100 text Abcdefgh12",
                "ipsec ike remote name 100 203.0.113.10 ipv4-addr",
                "tunnel enable 100",
                "tunnel select none",
                "ipsec auto refresh on");
  }

  private List<Finding> check(String cloud) {
    return PolicyCheck.of(
        config.snapshot(),
        100,
        GatewayConfigReader.ofTunnel(config.snapshot(), 100).orElseThrow(),
        CloudPolicy.of(cloud));
  }

  private List<Finding> mismatches(String cloud) {
    return check(cloud).stream().filter(f -> f.level() == Level.MISMATCH).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure", "aws", "google", "oracle"})
  void everyPolicyHasASourceAndIsUnderstood(String cloud) {
    CloudPolicy policy = CloudPolicy.of(cloud);
    assertTrue(policy.source().startsWith("https://"), policy.source());
    assertTrue(policy.read().startsWith("2026-"), policy.read());
    assertFalse(check(cloud).isEmpty());
  }

  @Test
  void theSeedsLinesFitAzureAndAws() {
    assertEquals(List.of(), mismatches("azure"));
    assertEquals(List.of(), mismatches("aws"));
    assertTrue(
        check("azure").stream().anyMatch(f -> f.lines().contains("ip tunnel tcp mss limit 1350")),
        "advice about segments");
  }

  @Test
  void theProposedLinesFit() {
    config.type(
        "ipsec sa policy 1100 100 esp aes192-cbc sha384-hmac",
        "ipsec ike encryption 100 aes192-cbc",
        "ipsec ike hash 100 sha512",
        "ipsec ike group 100 modp2048",
        "ipsec ike proposal-limitation 100 on",
        "no ipsec ike version 100");
    List<Finding> wrong = mismatches("azure");
    assertTrue(wrong.size() >= 4, wrong::toString);
    wrong.stream().flatMap(f -> f.lines().stream()).forEach(config::type);
    assertEquals(List.of(), mismatches("azure"));
  }

  @Test
  void awsWantsALongKeyAndWaits() {
    config.type("ipsec ike pre-shared-key 100 text 0short", "ipsec auto refresh off");
    List<String> lines = mismatches("aws").stream().flatMap(f -> f.lines().stream()).toList();
    assertEquals(
        List.of("ipsec ike pre-shared-key 100 text <key>", "ipsec auto refresh on"), lines);
    assertFalse(mismatches("aws").toString().contains("0short"));
  }

  @Test
  void googleWantsThePublicAddressAsName() {
    assertEquals(
        List.of("ipsec ike local name 100 <public address> ipv4-addr"),
        mismatches("google").stream().flatMap(f -> f.lines().stream()).toList());
    config.type("ipsec ike local name 100 198.51.100.9 ipv4-addr");
    assertEquals(List.of(), mismatches("google"));
  }
}
