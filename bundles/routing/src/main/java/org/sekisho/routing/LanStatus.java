package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;

/**
 * A LAN interface at one instant, from Linux's {@code /sys/class/net} (sysfs-class-net of the
 * kernel's documentation).
 *
 * @param name such as {@code LAN1}
 * @param description of the configuration, may be empty
 * @param addresses with their mask lengths
 * @param macAddress Ethernet address
 * @param linkUp whether there is a carrier
 * @param speed Mbit/s, where the driver knows it
 * @param duplex {@code full} or {@code half}, where the driver knows it
 * @param mtu octets
 * @param promiscuous whether packets for others are taken
 * @param counters what has passed since the device was made
 */
record LanStatus(
    String name,
    String description,
    List<String> addresses,
    String macAddress,
    boolean linkUp,
    OptionalLong speed,
    Optional<String> duplex,
    long mtu,
    boolean promiscuous,
    Counters counters) {

  private static final Pattern ADDRESS = Pattern.compile(" inet6? (\\S+)");
  private static final int PROMISCUOUS = 0x100; // IFF_PROMISC, netdevice(7)

  /** The fields in JSON. */
  static final Shape<LanStatus> SHAPE =
      Shape.<LanStatus>fields()
          .text("interface", "name of the interface, such as `LAN1`", LanStatus::name)
          .text("description", "`description lan1`, may be empty", LanStatus::description)
          .texts("addresses", "IP addresses with mask lengths", LanStatus::addresses)
          .text("mac_address", "Ethernet address", LanStatus::macAddress)
          .bool("link_up", "whether there is a carrier", LanStatus::linkUp)
          .integer("speed_mbit_per_second", "null where unknown", LanStatus::speed)
          .text("duplex", "`full` or `half`, null where unknown", LanStatus::duplex)
          .integer("mtu", "MTU in octets", LanStatus::mtu)
          .bool("promiscuous", "whether packets for others are taken", LanStatus::promiscuous)
          .integer("sent_packets", "packets sent", s -> s.counters.sentPackets)
          .integer("sent_octets", "their octets", s -> s.counters.sentOctets)
          .integer("sent_errors", "packets that could not be sent", s -> s.counters.sentErrors)
          .integer("received_packets", "packets received", s -> s.counters.receivedPackets)
          .integer("received_octets", "their octets", s -> s.counters.receivedOctets)
          .integer("received_errors", "broken packets", s -> s.counters.receivedErrors)
          .integer(
              "received_drops",
              "packets dropped for want of room, or of a protocol nobody takes",
              s -> s.counters.receivedDrops)
          .build();

  /** Sums of one device. */
  record Counters(
      long sentPackets,
      long sentOctets,
      long sentErrors,
      long receivedPackets,
      long receivedOctets,
      long receivedErrors,
      long receivedDrops) {}

  /**
   * Reads a device.
   *
   * @param device folder of the device below {@code /sys/class/net}
   * @param addresses output of {@code ip -o addr show dev DEVICE}
   * @throws IOException when there is no such device
   */
  static LanStatus read(String name, String description, Path device, String addresses)
      throws IOException {
    Path statistics = device.resolve("statistics");
    List<String> found = new ArrayList<>();
    for (Matcher m = ADDRESS.matcher(addresses); m.find(); ) {
      found.add(m.group(1));
    }
    return new LanStatus(
        name,
        description,
        found,
        line(device.resolve("address")),
        known(device.resolve("carrier")).filter(c -> c.equals("1")).isPresent(),
        known(device.resolve("speed"))
            .filter(s -> s.matches("\\d{1,9}"))
            .map(s -> OptionalLong.of(Long.parseLong(s)))
            .orElse(OptionalLong.empty()),
        known(device.resolve("duplex")).filter(d -> d.equals("full") || d.equals("half")),
        Long.parseLong(line(device.resolve("mtu"))),
        (Integer.decode(line(device.resolve("flags"))) & PROMISCUOUS) != 0,
        new Counters(
            count(statistics, "tx_packets"),
            count(statistics, "tx_bytes"),
            count(statistics, "tx_errors"),
            count(statistics, "rx_packets"),
            count(statistics, "rx_bytes"),
            count(statistics, "rx_errors"),
            count(statistics, "rx_dropped")));
  }

  private static long count(Path statistics, String name) throws IOException {
    return Long.parseUnsignedLong(line(statistics.resolve(name)));
  }

  private static String line(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** What drivers know only at times: they fail with EINVAL else. */
  private static Optional<String> known(Path file) {
    try {
      return Optional.of(line(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The lines of {@code show status lanN}. */
  List<String> lines(Language language) {
    List<String> lines = new ArrayList<>();
    boolean japanese = language == Language.JAPANESE;
    lines.add(name);
    lines.add((japanese ? "説明: " : "Description: ") + description);
    for (String address : addresses) {
      row(lines, language, "IP address:", "IPアドレス:", address);
    }
    row(lines, language, "Ethernet address:", "イーサネットアドレス:", macAddress);
    row(lines, language, "Link status:", "リンク状態:", link());
    String unit = japanese ? " オクテット" : " octets";
    row(lines, language, "Maximum Transmission Unit(MTU):", "最大パケット長(MTU):", mtu + unit);
    row(lines, language, "Promiscuous mode:", "プロミスキャスモード:", promiscuous ? "ON" : "OFF");
    Counters c = counters;
    row(lines, language, "Transmitted:", "送信パケット:", count(c.sentPackets, c.sentOctets, japanese));
    error(lines, language, "Transmit errors:", "送信エラー:", c.sentErrors);
    row(
        lines,
        language,
        "Received:",
        "受信パケット:",
        count(c.receivedPackets, c.receivedOctets, japanese));
    error(lines, language, "Receive errors:", "受信エラー:", c.receivedErrors);
    error(lines, language, "Dropped packets received:", "破棄した受信パケット:", c.receivedDrops);
    return lines;
  }

  private String link() {
    if (!linkUp) {
      return "Link Down";
    }
    String mode = duplex.map(d -> d.equals("full") ? " Full Duplex" : " Half Duplex").orElse("");
    return speed.isPresent() ? "Link Up (" + speed.getAsLong() + "Mbit/s" + mode + ")" : "Link Up";
  }

  private static void row(
      List<String> lines, Language language, String english, String japanese, String value) {
    String label = new Text(english, japanese).in(language);
    // Half of a Japanese label's characters are two columns wide.
    int width = label.chars().map(c -> c < 0x1000 ? 1 : 2).sum();
    lines.add(label + " ".repeat(Math.max(1, 32 - width)) + value);
  }

  private static void error(
      List<String> lines, Language language, String english, String japanese, long count) {
    if (count > 0) {
      row(lines, language, english, japanese, Long.toString(count));
    }
  }

  private static String count(long packets, long octets, boolean japanese) {
    return japanese
        ? packets + " パケット(" + octets + " オクテット)"
        : packets
            + (packets > 1 ? " packets(" : " packet(")
            + octets
            + (octets > 1 ? " octets)" : " octet)");
  }
}
