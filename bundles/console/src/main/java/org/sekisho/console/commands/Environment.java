package org.sekisho.console.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.show.Shape;

/**
 * The router at one instant, as {@code show environment} tells it.
 *
 * @param version of Sekisho
 * @param serialNumber of the box, where it has one
 * @param configFile saved configuration the router started from, such as {@code config0}
 * @param defaultConfigFile that of the next starts
 * @param macAddresses of the LANs
 * @param cpuPercent load of the last 5 seconds, minute, 5 minutes
 * @param memoryPercent memory in use, where the system says
 * @param boot when the router started
 * @param now the instant
 * @param securityClass {@code security class}
 * @param temperature in degrees Celsius, where there is a sensor
 */
record Environment(
    String version,
    Optional<String> serialNumber,
    Optional<String> configFile,
    Optional<String> defaultConfigFile,
    List<String> macAddresses,
    List<Integer> cpuPercent,
    OptionalInt memoryPercent,
    Instant boot,
    Instant now,
    int securityClass,
    Optional<Integer> temperature) {

  static final Shape<Environment> SHAPE =
      Shape.<Environment>fields()
          .text("version", "version of Sekisho", Environment::version)
          .texts("mac_addresses", "Ethernet addresses of the LANs", Environment::macAddresses)
          .integer("cpu_5_seconds_percent", "load of the last 5 seconds", e -> e.cpuPercent.get(0))
          .integer("cpu_1_minute_percent", "load of the last minute", e -> e.cpuPercent.get(1))
          .integer("cpu_5_minutes_percent", "load of the last 5 minutes", e -> e.cpuPercent.get(2))
          .integer("memory_percent", "memory in use", Environment::memoryPercent)
          .time("boot_time", "when the router started", Environment::boot)
          .time("current_time", "now", Environment::now)
          .integer("uptime_seconds", "since it started", e -> e.uptime().toSeconds())
          .integer("security_class", "`security class`", Environment::securityClass)
          .integer(
              "temperature_celsius",
              "inside temperature; null where there is no sensor",
              Environment::temperature)
          .text(
              "config_file",
              "saved configuration the router started from, such as `config0`",
              e -> e.configFile.orElse(null))
          .text(
              "default_config_file",
              "saved configuration of the next starts",
              e -> e.defaultConfigFile.orElse(null))
          .text(
              "serial_number",
              "of the box; null where no disk image gave it one",
              e -> e.serialNumber.orElse(null))
          .build();

  Duration uptime() {
    return Duration.between(boot, now);
  }
}
