package org.sekisho.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Language;
import org.sekisho.api.ipsec.TunnelCounters;

/** The lines of {@code show status tunnel}, in the words an RTX uses. */
final class TunnelLayout {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private TunnelLayout() {}

  /** {@code show status tunnel}. */
  static List<String> lines(List<TunnelView> views, Language language) {
    return views.stream().flatMap(v -> lines(v, language).stream()).toList();
  }

  private static List<String> lines(TunnelView view, Language language) {
    List<String> lines = new ArrayList<>();
    lines.add("TUNNEL[" + view.config().tunnel() + "]: " + view.config().name());
    if (language == Language.JAPANESE) {
      japanese(lines, view, view.counters());
    } else {
      english(lines, view, view.counters());
    }
    return lines;
  }

  /** {@code show status tunnel up|down}. */
  static List<String> list(List<TunnelView> views, Language language) {
    return views.stream()
        .map(v -> "TUNNEL[" + v.config().tunnel() + "]: " + time(v.state().since()))
        .toList();
  }

  private static void english(List<String> out, TunnelView view, TunnelCounters c) {
    out.add("Description: " + view.config().description());
    out.add("  Interface type: IPsec");
    if (view.state().up()) {
      out.add("  Current status is Online.");
      out.add("  from " + time(view.state().since()) + ".");
      out.add("  " + duration(view.age()) + "  connection.");
    } else {
      out.add("  Current status is Offline.");
      view.reason().ifPresent(r -> out.add("  Reason: " + r.english()));
    }
    out.add("  Maximum Transmission Unit(MTU):");
    out.add("    IPv4: " + view.config().path().mtu() + " octets");
    out.add("    IPv6: " + view.config().path().mtu() + " octets");
    out.add("  Received:    (IPv4) " + count(c.receivedPackets4(), c.receivedOctets4()));
    out.add("               (IPv6) " + count(c.receivedPackets6(), c.receivedOctets6()));
    out.add("  Transmitted: (IPv4) " + count(c.sentPackets4(), c.sentOctets4()));
    out.add("               (IPv6) " + count(c.sentPackets6(), c.sentOctets6()));
    view.keepalive()
        .ifPresent(
            k -> {
              out.add("  IKE keepalive:");
              out.add("         [Type]: " + k.type());
              out.add("       [Status]: " + (k.ok() ? "OK" : "NG"));
              out.add("    [Next send]: " + k.nextSendSeconds() + " sec after");
            });
  }

  private static void japanese(List<String> out, TunnelView view, TunnelCounters c) {
    out.add("説明: " + view.config().description());
    out.add("  インタフェースの種類: IPsec");
    if (view.state().up()) {
      out.add("  トンネルインタフェースは接続されています");
      out.add("  開始: " + time(view.state().since()));
      out.add("  通信時間: " + japaneseDuration(view.age()));
    } else {
      out.add("  トンネルインタフェースは接続されていません");
      view.reason().ifPresent(r -> out.add("  理由: " + r.japanese()));
    }
    out.add("  最大パケット長(MTU):");
    out.add("    IPv4: " + view.config().path().mtu() + " オクテット");
    out.add("    IPv6: " + view.config().path().mtu() + " オクテット");
    out.add("  受信: (IPv4) " + japaneseCount(c.receivedPackets4(), c.receivedOctets4()));
    out.add("        (IPv6) " + japaneseCount(c.receivedPackets6(), c.receivedOctets6()));
    out.add("  送信: (IPv4) " + japaneseCount(c.sentPackets4(), c.sentOctets4()));
    out.add("        (IPv6) " + japaneseCount(c.sentPackets6(), c.sentOctets6()));
    view.keepalive()
        .ifPresent(
            k -> {
              out.add("  IKEキープアライブ:");
              out.add("      [タイプ]: " + k.type());
              out.add("        [状態]: " + (k.ok() ? "OK" : "NG"));
              out.add("    [次の送信]: " + k.nextSendSeconds() + " 秒後");
            });
  }

  /** An RTX has the singular for none as well: {@code 0 packet [0 octet]}. */
  private static String count(long packets, long octets) {
    return packets
        + (packets > 1 ? " packets [" : " packet [")
        + octets
        + (octets > 1 ? " octets]" : " octet]");
  }

  private static String japaneseCount(long packets, long octets) {
    return packets + " パケット [" + octets + " オクテット]";
  }

  private static String duration(Duration d) {
    List<String> parts = new ArrayList<>();
    unit(parts, d.toDays(), "day");
    unit(parts, d.toHoursPart(), "hour");
    unit(parts, d.toMinutesPart(), "minute");
    parts.add(d.toSecondsPart() + (d.toSecondsPart() == 1 ? " second" : " seconds"));
    return String.join(" ", parts);
  }

  private static void unit(List<String> parts, long value, String name) {
    if (value > 0 || !parts.isEmpty()) {
      parts.add(value + " " + name + (value == 1 ? "" : "s"));
    }
  }

  private static String japaneseDuration(Duration d) {
    String days = d.toDays() > 0 ? d.toDays() + "日" : "";
    String hours = d.toHours() > 0 ? d.toHoursPart() + "時間" : "";
    String minutes = d.toMinutes() > 0 ? d.toMinutesPart() + "分" : "";
    return days + hours + minutes + d.toSecondsPart() + "秒";
  }

  private static String time(Instant instant) {
    return TIME.format(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()));
  }
}
