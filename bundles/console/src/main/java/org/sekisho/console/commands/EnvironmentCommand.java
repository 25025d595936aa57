package org.sekisho.console.commands;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.show.Show;
import org.sekisho.console.session.Router;

/** {@code show environment}: firmware, load, memory, times, security class. */
public final class EnvironmentCommand {

  private final Router router;
  private final CpuMeter cpu;
  private final Map<String, String> interfaces;
  private final Path root;
  private final Path serial;
  private final Instant started;

  /**
   * Declares on a router.
   *
   * @param interfaces Linux names of the LANs
   * @param root directory below which {@code proc} and {@code sys} are, {@code /} on a router
   * @param serial file that holds the serial number of the box; one from a disk image has it
   * @param started when the router started
   */
  public EnvironmentCommand(
      Router router,
      CpuMeter cpu,
      Map<String, String> interfaces,
      Path root,
      Path serial,
      Instant started) {
    this.router = router;
    this.cpu = cpu;
    this.interfaces = new TreeMap<>(interfaces);
    this.root = root;
    this.serial = serial;
    this.started = started;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("show environment")
                .user()
                .help("Shows firmware, load, memory and times", "機器の状態を表示する")
                .build(),
            Show.of(Environment.SHAPE, this::environment, EnvironmentLayout::lines)));
  }

  private Environment environment(CommandCall call) {
    Instant now = Instant.now();
    int securityClass =
        router
            .config()
            .get("security class")
            .map(line -> line.arguments().integer(SettingCommands.CLASS))
            .orElse(1);
    return new Environment(
        router.version(),
        serialNumber(),
        configFile(ConfigStore::booted),
        configFile(ConfigStore::preferred),
        macAddresses(),
        cpu.percent(),
        memoryPercent(),
        started,
        now,
        securityClass,
        temperature());
  }

  @FunctionalInterface
  private interface Slot {
    int of(ConfigStore store) throws IOException;
  }

  private Optional<String> configFile(Slot slot) {
    Optional<ConfigStore> store = router.store();
    try {
      return store.isEmpty() ? Optional.empty() : Optional.of("config" + slot.of(store.get()));
    } catch (IOException e) {
      // The rest of the picture is worth more when the disk is ill.
      router.log().info("The default configuration cannot be told: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> serialNumber() {
    return lines(serial).stream().findFirst().map(String::strip).filter(l -> !l.isEmpty());
  }

  private List<String> macAddresses() {
    List<String> addresses = new ArrayList<>();
    for (String name : interfaces.values()) {
      try {
        NetworkInterface device = NetworkInterface.getByName(name);
        byte[] address = device == null ? null : device.getHardwareAddress();
        if (address != null) {
          addresses.add(HexFormat.ofDelimiter(":").formatHex(address));
        }
      } catch (SocketException e) {
        addresses.add("unknown");
      }
    }
    return addresses;
  }

  private OptionalInt memoryPercent() {
    long total = 0;
    long available = 0;
    for (String line : lines(root.resolve("proc/meminfo"))) {
      String digits = line.replaceAll("\\D", "");
      if (line.startsWith("MemTotal:")) {
        total = Long.parseLong(digits);
      } else if (line.startsWith("MemAvailable:")) {
        available = Long.parseLong(digits);
      }
    }
    return total == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.round(100.0 * (total - available) / total));
  }

  private Optional<Integer> temperature() {
    return lines(root.resolve("sys/class/thermal/thermal_zone0/temp")).stream()
        .findFirst()
        .filter(l -> l.matches("-?\\d{1,6}"))
        .map(l -> Integer.parseInt(l) / 1000);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // this machine has no such sensor, or no number
    }
  }
}
