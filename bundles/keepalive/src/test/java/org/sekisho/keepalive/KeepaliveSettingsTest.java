package org.sekisho.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;

class KeepaliveSettingsTest {

  @Test
  void onHasTheDefaults() {
    assertEquals(
        Map.of(100, new KeepaliveSettings(10, 6, 0, true)),
        KeepaliveSettings.from(Lines.config(Lines.use(100, "on"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeat", "icmp-echo", "dpd", "rfc4306"})
  void everyMethodKeepsItsNumbers(String method) {
    assertEquals(
        Map.of(1, new KeepaliveSettings(5, 4, 30, true)),
        KeepaliveSettings.from(
            Lines.config(
                Lines.use(1, "on", method, method, "INTERVAL", 5, "COUNT", 4, "UPWAIT", 30))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "auto"})
  void offAndAutoOnlyAnswer(String word) {
    assertEquals(Map.of(), KeepaliveSettings.from(Lines.config(Lines.use(1, word))));
    assertEquals(Map.of(), KeepaliveSettings.from(ConfigSnapshot.EMPTY));
  }

  @Test
  void logIsPerGateway() {
    Map<Integer, KeepaliveSettings> settings =
        KeepaliveSettings.from(
            Lines.config(Lines.use(1, "on"), Lines.use(2, "on"), Lines.log(2, "off")));
    assertEquals(true, settings.get(1).log());
    assertFalse(settings.get(2).log());
  }

  @Test
  void declarations() {
    List<CommandSpec> specs =
        new KeepaliveCommands().commands().stream().map(c -> c.spec()).toList();
    assertEquals(
        List.of(KeepaliveCommands.USE, KeepaliveCommands.LOG),
        specs.stream().map(CommandSpec::id).toList());
    for (CommandSpec spec : specs) {
      assertEquals(List.of("GATEWAY"), spec.keys());
      assertEquals("ipsec sa policy", spec.nesting().orElseThrow().parent());
    }
  }
}
