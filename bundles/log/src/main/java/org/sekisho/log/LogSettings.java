package org.sekisho.log;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.log.LogLevel;

/**
 * What the {@code syslog …} lines of a configuration say.
 *
 * @param levels levels that are recorded
 * @param hosts names or addresses lines are sent to
 * @param facility syslog facility, 0 to 23
 * @param format form of the datagrams
 * @param hostname name put into the datagrams where the format has one, empty for the local address
 * @param localAddress source address, empty for the one the kernel chooses
 * @param sourcePort source port of datagrams
 * @param transport how lines travel
 */
record LogSettings(
    Set<LogLevel> levels,
    List<String> hosts,
    int facility,
    SyslogFormat format,
    String hostname,
    Optional<InetAddress> localAddress,
    int sourcePort,
    SyslogTransport transport) {

  /** RTX's defaults: only info lines, and no host. */
  static final LogSettings DEFAULT = from(ConfigSnapshot.EMPTY);

  static LogSettings from(ConfigSnapshot config) {
    Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
    for (LogLevel level : LogLevel.values()) {
      boolean on =
          config
              .get(LogCommands.levelId(level))
              .map(s -> s.arguments().isOn(LogCommands.SWITCH))
              .orElse(level == LogLevel.INFO);
      if (on) {
        levels.add(level);
      }
    }
    return new LogSettings(
        levels,
        arguments(config, "syslog host")
            .map(a -> a.all(LogCommands.HOST).stream().map(String.class::cast).toList())
            .orElse(List.of()),
        arguments(config, "syslog facility")
            .map(a -> facilityNumber(a.text(LogCommands.FACILITY)))
            .orElse(1),
        arguments(config, "syslog format type")
            .map(a -> SyslogFormat.of(a.text(LogCommands.FORMAT)))
            .orElse(SyslogFormat.YAMAHA),
        arguments(config, "syslog format hostname text")
            .map(a -> a.text(LogCommands.NAME))
            .orElse(""),
        arguments(config, "syslog local address").map(a -> a.address(LogCommands.ADDRESS)),
        arguments(config, "syslog srcport").map(a -> a.integer(LogCommands.PORT)).orElse(514),
        arguments(config, "syslog transport")
            .map(LogSettings::transport)
            .orElse(SyslogTransport.USUAL));
  }

  private static SyslogTransport transport(Arguments a) {
    return new SyslogTransport(
        SyslogTransport.Kind.valueOf(a.text(LogCommands.TRANSPORT).toUpperCase(Locale.ROOT)),
        a.has(LogCommands.PORT) ? OptionalInt.of(a.integer(LogCommands.PORT)) : OptionalInt.empty(),
        a.has(LogCommands.AUTHORITIES)
            ? OptionalInt.of(a.integer(LogCommands.AUTHORITIES))
            : OptionalInt.empty());
  }

  private static Optional<Arguments> arguments(ConfigSnapshot config, String id) {
    return config.get(id).map(Setting::arguments);
  }

  /** Facility numbers of RFC 5424 section 6.2.1. */
  private static int facilityNumber(String word) {
    if (word.equals("user")) {
      return 1;
    }
    if (word.startsWith("local")) {
      return 16 + Integer.parseInt(word.substring("local".length()));
    }
    return Integer.parseInt(word);
  }
}
