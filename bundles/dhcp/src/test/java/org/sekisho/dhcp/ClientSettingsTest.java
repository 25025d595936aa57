package org.sekisho.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.testkit.RecordingLog;

/** Lines as typed, and what udhcpc is told of them. */
class ClientSettingsTest {

  private static final Map<String, String> INTERFACES = Map.of("lan1", "eth0", "lan2", "eth1");

  @Test
  void onlyInterfacesThatAskAndThatTheBoxHas() {
    assertEquals(
        Map.of(
            "lan2",
            new ClientSettings(
                "eth1",
                OptionalInt.empty(),
                3,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty())),
        settings(
            "ip lan1 address 192.168.100.1/24",
            "ip lan2 address dhcp",
            "ip lan3 address dhcp",
            "ip lan1 dhcp retry 9 9",
            "dhcp client hostname lan1 primary other"));
  }

  @Test
  void everySettingReachesItsClient() {
    Map<String, ClientSettings> settings =
        settings(
            "ip lan2 address dhcp",
            "ip lan2 dhcp retry 5 10",
            "ip lan2 dhcp lease time 60",
            "dhcp client hostname lan2 primary kyoto.example.jp",
            "dhcp client release linkdown on 30");
    assertEquals(
        new ClientSettings(
            "eth1",
            OptionalInt.of(5),
            10,
            OptionalLong.of(3600),
            Optional.of("kyoto.example.jp"),
            OptionalInt.of(30)),
        settings.get("lan2"));
    assertEquals(
        "-f -R -i eth1 -s /report -o -O subnet -O router -O dns -O mtu -O lease -O serverid"
            + " -O staticroutes -t 5 -T 10 -n -x lease:3600 -x hostname:kyoto.example.jp",
        String.join(" ", settings.get("lan2").arguments("/report", Optional.empty())));
  }

  @Test
  void releaseAtOnceOrNotAtAll() {
    String client = "ip lan2 address dhcp";
    assertEquals(
        OptionalInt.of(0),
        settings(client, "dhcp client release linkdown on").get("lan2").releaseSeconds());
    assertEquals(
        OptionalInt.empty(),
        settings(client, "dhcp client release linkdown off 30").get("lan2").releaseSeconds());
    assertEquals(
        OptionalInt.empty(),
        settings(client, "ip lan2 dhcp retry infinity 10").get("lan2").attempts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip lan2 dhcp retry 0 3",
        "ip lan2 dhcp retry 101 3",
        "ip lan2 dhcp retry infinity",
        "ip lan2 dhcp retry infinity 101",
        "ip lan2 dhcp lease time 0",
        "dhcp client hostname lan2 primary -x",
        "dhcp client hostname lan2 primary 'a b'",
        "dhcp client hostname lan2 primary $(reboot)",
        "dhcp client release linkdown on 259201"
      })
  void whatIsNoneIsRefused(String line) {
    assertTrue(apply(line).error.isPresent());
  }

  private static Map<String, ClientSettings> settings(String... lines) {
    Applied applied = apply(lines);
    assertEquals(Optional.empty(), applied.error);
    return ClientSettings.read(applied.config, INTERFACES);
  }

  private record Applied(ConfigSnapshot config, Optional<CommandError> error) {}

  private static Applied apply(String... lines) {
    ConfigThread thread = ConfigThread.start();
    try {
      RunningConfig running =
          new RunningConfig(
              SecretSeal.beside(Path.of("never-written")),
              new SystemFacts("0", Map.of(), () -> LocalDateTime.MIN),
              new RecordingLog(),
              thread);
      running.addContributor(new DhcpCommands());
      running.addContributor(new Addresses());
      Optional<CommandError> error = running.apply(List.of(lines));
      return new Applied(running.running(), error);
    } finally {
      thread.stop();
    }
  }

  /** The one command of the routing bundle that matters here. */
  private static final class Addresses implements CommandContributor {
    @Override
    public Collection<Command> commands() {
      return List.of(
          Command.setting(
              CommandSpec.setting("ip INTERFACE address (ADDRESS|dhcp)")
                  .id("ip lan address")
                  .key(
                      "INTERFACE",
                      new ParameterType.InterfaceName(List.of("lan")),
                      "interface",
                      "インタフェース")
                  .parameter(
                      "ADDRESS", new ParameterType.Prefix(true, false, true), "address", "アドレス")
                  .help("Address", "アドレス")
                  .build()));
    }
  }
}
