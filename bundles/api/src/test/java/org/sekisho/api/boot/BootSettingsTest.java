package org.sekisho.api.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootSettingsTest {

  private static BootSettings from(Map<String, String> properties) {
    return BootSettings.from(properties::get);
  }

  @Test
  void listensOnLoopbackUnlessTold() {
    BootSettings settings = from(Map.of());
    assertEquals("127.0.0.1", settings.sshAddress());
    assertEquals(2222, settings.sshPort());
    assertTrue(settings.authorizedKeys().isEmpty());
    assertEquals(Map.of("lan1", "eth0", "lan2", "eth1"), settings.interfaces());
  }

  @Test
  void takesWhatTheLauncherSays() {
    BootSettings settings =
        from(
            Map.of(
                "sekisho.data", "/var/lib/sekisho",
                "sekisho.config", "/etc/first",
                "sekisho.interface.lan1", "enp1s0",
                "sekisho.interface.lan3", "enp3s0",
                "sekisho.box-key", "/run/credentials/box.key",
                "sekisho.ssh", "[2001:db8::1]:22"));
    assertEquals(Path.of("/var/lib/sekisho"), settings.data());
    assertEquals(Optional.of(Path.of("/etc/first")), settings.initialConfig());
    assertEquals(Optional.of(Path.of("/run/credentials/box.key")), settings.boxKey());
    assertEquals("enp1s0", settings.interfaces().get("lan1"));
    assertEquals("enp3s0", settings.interfaces().get("lan3"));
    assertEquals("2001:db8::1", settings.sshAddress());
    assertEquals(22, settings.sshPort());
  }

  @Test
  void refusesAnAddressWithoutPort() {
    Map<String, String> wrong = Map.of("sekisho.ssh", "localhost");
    String message = assertThrows(IllegalArgumentException.class, () -> from(wrong)).getMessage();
    assertEquals("sekisho.ssh must be ADDRESS:PORT, not localhost", message);
  }
}
