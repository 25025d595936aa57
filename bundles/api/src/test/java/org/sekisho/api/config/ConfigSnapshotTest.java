package org.sekisho.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments.Argument;

class ConfigSnapshotTest {

  private static final CommandSpec VERSION =
      CommandSpec.setting("ipsec ike version GATEWAY VERSION")
          .key("GATEWAY", ParameterType.gateway(), "Gateway", "ゲートウェイ")
          .parameter("VERSION", ParameterType.choice("1", "2"), "Version", "バージョン")
          .help("IKE version", "IKEバージョン")
          .build();

  private static Setting version(int gateway, String version) {
    Arguments arguments =
        new Arguments(
            List.of(
                new Argument("GATEWAY", gateway, "" + gateway),
                new Argument("VERSION", version, version)),
            List.of());
    String line = "ipsec ike version " + gateway + " " + version;
    return new Setting(VERSION, Context.GLOBAL, List.of(gateway), arguments, line, line);
  }

  @Test
  void theSameKeysReplaceAndKeepTheirPlace() {
    ConfigSnapshot config =
        ConfigSnapshot.EMPTY.with(version(1, "1")).with(version(2, "2")).with(version(1, "2"));
    assertEquals(
        List.of("ipsec ike version 1 2", "ipsec ike version 2 2"),
        config.settings().stream().map(Setting::line).toList());
    assertEquals("2", config.get("ipsec ike version", 1).orElseThrow().arguments().text("VERSION"));
  }

  @Test
  void removingOneLeavesTheOthersAndTheOldSnapshot() {
    ConfigSnapshot before = ConfigSnapshot.EMPTY.with(version(1, "2")).with(version(2, "2"));
    ConfigSnapshot after = before.without(version(1, "2"));
    assertTrue(before.get("ipsec ike version", 1).isPresent());
    assertFalse(after.get("ipsec ike version", 1).isPresent());
    assertEquals(1, after.all("ipsec ike version").size());
  }

  @Test
  void snapshotsOfEqualLinesAreEqual() {
    assertEquals(
        ConfigSnapshot.EMPTY.with(version(1, "2")), ConfigSnapshot.EMPTY.with(version(1, "2")));
  }

  @Test
  void aDeclarationIsNamedByItsLeadingWords() {
    assertEquals("ipsec ike version", VERSION.name());
    assertEquals("ipsec ike version", VERSION.id());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Parameter("gateway", ParameterType.gateway(), new Text("", "")));
  }
}
