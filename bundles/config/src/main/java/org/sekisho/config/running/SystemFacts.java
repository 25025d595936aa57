package org.sekisho.config.running;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the head of show config tells about the router. */
public final class SystemFacts {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ENGLISH);

  private final String version;
  private final Map<String, String> interfaces;
  private final Supplier<LocalDateTime> clock;

  /**
   * Prepares.
   *
   * @param version of the router
   * @param interfaces Linux names by RTX names
   * @param clock local time
   */
  public SystemFacts(
      String version, Map<String, String> interfaces, Supplier<LocalDateTime> clock) {
    this.version = version;
    this.interfaces = new TreeMap<>(interfaces);
    this.clock = clock;
  }

  /** RTX names of the interfaces there are. */
  Set<String> interfaces() {
    return interfaces.keySet();
  }

  /** The comment lines at the head of show config. */
  List<String> header() {
    List<String> macs = macAddresses();
    List<String> lines = new ArrayList<>();
    lines.add("# Sekisho Rev." + version);
    if (!macs.isEmpty()) {
      lines.add("# MAC Address : " + String.join(", ", macs));
    }
    lines.add("# Memory " + memoryMegabytes() + "Mbytes, " + macs.size() + "LAN");
    lines.add("# Reporting Date: " + DATE.format(clock.get()));
    return lines;
  }

  /** The comment line at the head of the saved file. */
  String fileHeader() {
    return "# Sekisho Rev." + version + ", saved " + DATE.format(clock.get());
  }

  private List<String> macAddresses() {
    List<String> macs = new ArrayList<>();
    for (String name : interfaces.values()) {
      try {
        NetworkInterface nic = NetworkInterface.getByName(name);
        byte[] mac = nic == null ? null : nic.getHardwareAddress();
        if (mac != null) {
          macs.add(HexFormat.ofDelimiter(":").formatHex(mac));
        }
      } catch (SocketException e) {
        System.getLogger(SystemFacts.class.getName())
            .log(System.Logger.Level.DEBUG, name + " went away while it was asked", e);
      }
    }
    return macs;
  }

  private static long memoryMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemTotal:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      System.getLogger(SystemFacts.class.getName())
          .log(System.Logger.Level.DEBUG, "no /proc/meminfo", e);
    }
    return Runtime.getRuntime().maxMemory() >> 20;
  }
}
