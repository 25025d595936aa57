package org.sekisho.ike.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Lines typed, gateways read. */
class GatewayConfigReaderTest {

  private static final String[] SEED = {
    "tunnel select 100",
    "ipsec tunnel 1100",
    "ipsec sa policy 1100 100 esp anti-replay-check=off",
    "ipsec ike version 100 2",
    "ipsec ike duration ipsec-sa 100 27000",
    "ipsec ike keepalive use 100 on",
    "no ipsec ike local address 100",
    "ipsec ike local name 100 192.168.100.1 ipv4-addr",
    "ipsec ike nat-traversal 100 on",
    "ipsec ike pre-shared-key 100 text EXAMPLE-KEY",
    "no ipsec ike remote address 100",
    "ipsec ike remote name 100 198.51.100.10 ipv4-addr",
    "ipsec auto refresh 100 on",
    "tunnel enable 100",
    "tunnel select none",
    "ipsec auto refresh on"
  };

  @TempDir Path directory;
  private TypedConfig config;

  @BeforeEach
  void open() {
    config = new TypedConfig(directory);
  }

  private GatewayConfig only() {
    Map<Integer, GatewayConfig> all = GatewayConfigReader.read(config.snapshot());
    assertEquals(1, all.size());
    return all.values().iterator().next();
  }

  @Test
  void additionalKeyExchangesAreThoseNamedInTheirOrder() {
    config.type(SEED);
    assertEquals(AdditionalKeyExchange.NONE, only().additionalKeyExchange());
    config.type("ipsec ike additional-key-exchange 100 ml-kem-768");
    assertEquals(
        new AdditionalKeyExchange(List.of(KeyExchangeMethod.ML_KEM_768), false),
        only().additionalKeyExchange());
    config.type("ipsec ike additional-key-exchange 100 ml-kem-1024 ecp384 required");
    assertEquals(
        new AdditionalKeyExchange(
            List.of(KeyExchangeMethod.ML_KEM_1024, KeyExchangeMethod.ECP_384), true),
        only().additionalKeyExchange());
    config.type("no ipsec ike additional-key-exchange 100");
    assertEquals(AdditionalKeyExchange.NONE, only().additionalKeyExchange());
  }

  @Test
  void aPostQuantumKeyHasANameAndMayBeRequired() {
    config.type(SEED);
    assertEquals(Optional.empty(), only().ppk());
    config.type("ipsec ike ppk 100 text SOME-KEY id office-1");
    assertEquals(
        Optional.of(new Ppk(PreSharedKey.text("SOME-KEY"), "office-1", false)), only().ppk());
    config.type("ipsec ike ppk 100 hex 00ff id office-2 required");
    assertEquals(Optional.of(new Ppk(PreSharedKey.hex("0x00ff"), "office-2", true)), only().ppk());
    config.refused("ipsec ike ppk 100 hex 00f id office-2");
    config.refused("ipsec ike ppk 100 text SOME-KEY");
    config.type("no ipsec ike ppk 100");
    assertEquals(Optional.empty(), only().ppk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "required",
        "ml-kem-768 ml-kem-768",
        "ml-kem-512 ml-kem-768 ml-kem-1024 modp2048 ecp256 ecp384 ecp521 curve25519"
      })
  void impossibleAdditionalKeyExchangesAreRefused(String methods) {
    config.type(SEED);
    config.refused("ipsec ike additional-key-exchange 100 " + methods);
    assertEquals(AdditionalKeyExchange.NONE, only().additionalKeyExchange());
  }

  @Test
  void fragmentationIsOnUnlessALineSaysOtherwise() {
    config.type(SEED);
    assertEquals(new Fragmentation(true, 1280), only().fragmentation());
    config.type("ipsec ike fragmentation 100 on 600");
    assertEquals(new Fragmentation(true, 600), only().fragmentation());
    config.type("ipsec ike fragmentation 100 off");
    assertFalse(only().fragmentation().enabled());
    config.type("no ipsec ike fragmentation 100");
    assertEquals(Fragmentation.DEFAULT, only().fragmentation());
  }

  @Test
  void seedBecomesAGatewayThatIsKeptUp() {
    config.type(SEED);
    GatewayConfig g = only();
    assertEquals(100, g.number());
    assertEquals(OptionalInt.of(100), g.tunnel());
    assertTrue(g.autoInitiate());
    assertTrue(g.acceptRequests());
    assertEquals("192.168.100.1 (ipv4-addr)", g.localId().orElseThrow().toString());
    assertEquals(Optional.of("198.51.100.10"), g.remoteHost());
    assertEquals(27000, g.lifetimes().childSeconds());
    assertEquals(28800, g.lifetimes().ikeSeconds());
    assertEquals(0, g.children().get(0).replayWindow());
    assertEquals(
        "EXAMPLE-KEY",
        new String(
            g.authentication().preSharedKey().orElseThrow().octets(), StandardCharsets.UTF_8));
    assertFalse(g.toString().contains("EXAMPLE-KEY"));
    assertEquals(Optional.empty(), g.missing());
  }

  @Test
  void showConfigPrintsTheBlockInOrderAndHidesTheKey() {
    config.type(SEED);
    assertEquals(
        List.of(
            "tunnel select 100",
            " ipsec tunnel 1100",
            "  ipsec sa policy 1100 100 esp anti-replay-check=off",
            "  ipsec ike version 100 2",
            "  ipsec ike duration ipsec-sa 100 27000",
            "  ipsec ike keepalive use 100 on",
            "  ipsec ike local name 100 192.168.100.1 ipv4-addr",
            "  ipsec ike nat-traversal 100 on",
            "  ipsec ike pre-shared-key 100 text *",
            "  ipsec ike remote name 100 198.51.100.10 ipv4-addr",
            "  ipsec auto refresh 100 on",
            " tunnel enable 100",
            "ipsec auto refresh on"),
        config.shown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no ipsec auto refresh", "ipsec auto refresh 100 off", "no tunnel enable 100"})
  void eachSwitchStopsTheInitiation(String line) {
    config.type(SEED).type(line);
    assertFalse(only().autoInitiate());
  }

  @Test
  void ipsecUseOffTakesEverythingDown() {
    config.type(SEED).type("ipsec use off");
    assertTrue(GatewayConfigReader.read(config.snapshot()).isEmpty());
  }

  @Test
  void renewedSasStayUnlessALineSaysOtherwise() {
    config.type(SEED);
    assertFalse(only().renewal().deleteAtOnce());
    config.type("ipsec ike rekey delete 100 immediate");
    assertTrue(only().renewal().deleteAtOnce());
    config.type("ipsec ike rekey delete 100 life");
    assertFalse(only().renewal().deleteAtOnce());
  }

  @Test
  void ikeVersion1IsNamedAsAProblem() {
    config.type(SEED).type("no ipsec ike version 100");
    assertTrue(GatewayConfigReader.read(config.snapshot()).isEmpty());
    assertEquals(
        Map.of(100, "Tunnel[100] needs IKEv2 here: set ipsec ike version 100 2"),
        GatewayConfigReader.problems(config.snapshot()));
  }

  @Test
  void remoteAddressWinsAndAnyNeverStarts() {
    config.type(SEED).type("ipsec ike remote address 100 vpn.example.com");
    assertEquals(Optional.of("vpn.example.com"), only().remoteHost());
    config.type("ipsec ike remote address 100 any");
    assertEquals(Optional.empty(), only().remoteHost());
    config.type("no ipsec ike remote address 100", "ipsec ike remote name 100 hq key-id");
    assertEquals(Optional.empty(), only().remoteHost());
  }

  @Test
  void algorithmsLivesAndTimersAreRead() {
    config
        .type(SEED)
        .type(
            "ipsec sa policy 1100 100 esp aes256-cbc sha256-hmac",
            "ipsec ike encryption 100 aes256-cbc",
            "ipsec ike hash 100 sha256",
            "ipsec ike group 100 modp2048 modp1024",
            "ipsec ike proposal-limitation 100 on",
            "ipsec ike pfs 100 on",
            "ipsec ike duration ipsec-sa 100 3600 off rekey 80% forced-reduction=60",
            "ipsec ike duration isakmp-sa 100 7200 rekey off",
            "ipsec ike nat-traversal 100 on keepalive=off force=on",
            "ipsec ike negotiation receive 100 off",
            "ipsec ike local address 100 192.168.100.1",
            "ipsec ike retry 4 3");
    GatewayConfig g = only();
    assertTrue(g.algorithms().limited());
    assertEquals(256, g.algorithms().encryption().orElseThrow().keyBits());
    assertEquals(Optional.of(IntegrityAlgorithm.HMAC_SHA2_256_128), g.algorithms().espIntegrity());
    assertEquals(Optional.of(KeyExchangeMethod.MODP_2048), g.algorithms().group());
    assertTrue(g.pfs());
    assertEquals(
        new Lifetimes(7200, OptionalInt.empty(), 3600, 0, 80, 0, 60, false), g.lifetimes());
    assertEquals(0, g.natKeepaliveSeconds());
    assertTrue(g.forceNatTraversal());
    assertFalse(g.acceptRequests());
    assertEquals(12_000, g.giveUpMillis());
    assertEquals(1024, g.children().get(0).replayWindow());
    config.type("ipsec ike duration ipsec-sa 100 3600 5000");
    assertEquals(5000, only().lifetimes().childKilobytes());
  }

  @Test
  void cloudVendorsLinesAreAccepted() {
    config.type(
        "ipsec ike duration child-sa 1 86400",
        "ipsec ike duration ike-sa 1 86400",
        "ipsec ike log 1 key-info payload-info",
        "ipsec ike log 1 key-info message-info payload-info",
        "ipsec ike message-id-control 1 on",
        "ipsec ike child-exchange type 1 2",
        "ipsec ike negotiation receive 1 off",
        "ipsec ike negotiate-strictly 1 on",
        "ipsec ike local id 1 192.168.0.0/24",
        "ipsec ike remote id 1 10.0.0.0/8",
        "ipsec ike payload type 1 3",
        "ipsec ike always-on 1 on",
        "ipsec ike pre-shared-key 1 0xaabbccddeeff",
        "ipsec ike local name 1 branch1-b@example.jp user-fqdn",
        "ipsec ike remote name 1 hq.example.jp fqdn",
        "ipsec ike remote name 2 branch",
        "ipsec log illegal-spi on",
        "ipsec sa policy 101 1 esp aes-cbc sha-hmac local-id=10.0.0.0/8 remote-id=10.1.0.0/16");
    assertTrue(
        config.shown().contains("ipsec ike pre-shared-key 1 *")
            || config.shown().stream().anyMatch(l -> l.endsWith("pre-shared-key 1 *")));
    assertTrue(config.shown().stream().noneMatch(l -> l.contains("aabbcc")));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertEquals(CommandError.Kind.REFUSED, config.refused("ipsec sa policy 101 1 ah").kind());
    assertEquals(
        CommandError.Kind.REFUSED,
        config.refused("ipsec ike local name 1 branch ipv4-addr").kind());
    assertEquals(
        CommandError.Kind.REFUSED, config.refused("ipsec ike pre-shared-key 1 secret").kind());
    assertEquals(
        CommandError.Kind.OUT_OF_RANGE, config.refused("ipsec ike duration ipsec-sa 1 10").kind());
    assertEquals(
        CommandError.Kind.REFUSED,
        config.refused("ipsec ike duration ipsec-sa 1 3600 rekey off").kind());
    for (String line :
        List.of(
            "ipsec ike local address id 1 0.0.0.0/0", "ipsec ike remote address id 1 0.0.0.0/0")) {
      config.refused(line);
    }
  }

  @Test
  void severalPoliciesOfOneGatewayEachBringTheirTunnelAndSelectors() {
    config.type(
        "tunnel select 1",
        "ipsec tunnel 101",
        "ipsec sa policy 101 7 esp local-id=10.1.2.3/16",
        "ipsec ike version 7 2",
        "ipsec ike local id 7 192.168.0.0/24 192.168.9.0/24",
        "ipsec ike remote id 7 2001:db8::/32 10.0.0.1",
        "tunnel enable 1",
        "tunnel select 2",
        "ipsec tunnel 102",
        "ipsec sa policy 102 7 esp aes256-cbc sha256-hmac anti-replay-check=off",
        "tunnel enable 2",
        "tunnel select none");
    GatewayConfig g = only();
    assertEquals(List.of(1, 2), g.children().stream().map(ChildPolicy::tunnel).toList());
    assertEquals("[10.1.0.0-10.1.255.255]", g.children().get(0).localSelectors().toString());
    assertEquals(
        "[192.168.0.0-192.168.0.255, 192.168.9.0-192.168.9.255]",
        g.children().get(1).localSelectors().toString());
    assertEquals(
        "[2001:db8:0:0:0:0:0:0-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 10.0.0.1-10.0.0.1]",
        g.children().get(1).remoteSelectors().toString());
    assertEquals(1024, g.children().get(0).replayWindow());
    assertEquals(0, g.children().get(1).replayWindow());
    assertEquals(256, g.children().get(1).algorithms().espEncryption().orElseThrow().keyBits());
  }

  @Test
  void modeCfgAndSwitchesAreRead() {
    config.type(SEED);
    assertEquals(Extensions.DEFAULT, only().extensions());
    assertEquals(ModeConfig.NONE, only().modeConfig());
    config.type(
        "ipsec ike mode-cfg address pool 1 10.99.0.10-10.99.0.99/24",
        "ipsec ike mode-cfg address pool 2 2001:db8:9::/120",
        "ipsec ike mode-cfg address 100 1 2",
        "ipsec ike mode-cfg dns 100 10.10.0.53",
        "ipsec ike mode-cfg method 100 request",
        "ipsec ike childless 100 on",
        "ipsec ike mobike 100 on",
        "ipsec ike redirect 100 on");
    ModeConfig modes = only().modeConfig();
    assertTrue(modes.request());
    assertEquals(90, modes.pools().get(0).size());
    assertEquals("2001:db8:9:0:0:0:0:1", modes.pools().get(1).first().getHostAddress());
    assertEquals(255, modes.pools().get(1).size());
    assertEquals("10.10.0.53", modes.dns().get(0).getHostAddress());
    assertTrue(only().extensions().mobike());
    config.refused("ipsec ike mode-cfg address pool 3 10.0.0.0/8");
    config.refused("ipsec ike mode-cfg address pool 3 10.0.0.9-10.0.0.1");
    config.type(
        "ipsec ike mode-cfg address pool 3 10.3.0.0/24", "ipsec ike mode-cfg address 100 3");
    assertEquals("10.3.0.254", only().modeConfig().pools().get(0).last().getHostAddress());
  }
}
