package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;

/** The layouts of {@code show ipsec sa}. */
final class SaTables {

  private static final String RULE =
      "----------------------------------------------------------------------------";
  private static final String BLOCK_RULE = "-".repeat(52);

  private SaTables() {}

  /** {@code show ipsec sa}. */
  static List<String> sas(List<SaStatus> shown) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "Total: isakmp:%d send:%d recv:%d",
            count(shown, Kind.IKE), count(shown, Kind.CHILD_SEND), count(shown, Kind.CHILD_RECV)));
    lines.add("");
    lines.add("sa    sgw isakmp connection    dir  life[s] remote-id");
    lines.add(RULE);
    shown.forEach(s -> lines.add(row(s)));
    return lines;
  }

  private static String row(SaStatus s) {
    boolean ike = s.kind() == Kind.IKE;
    return String.format(
            Locale.ROOT,
            "%-6d%-6d%-6s%-14s%-5s%-8d%s",
            s.number(),
            s.gateway(),
            ike ? "-" : String.valueOf(s.parent()),
            ike ? "ike" : String.format(Locale.ROOT, "tun[%04d]esp", s.tunnel().orElse(0)),
            direction(s),
            s.remainingSeconds(),
            s.remoteId())
        .stripTrailing();
  }

  private static String direction(SaStatus s) {
    return switch (s.kind()) {
      case IKE -> "-";
      case CHILD_SEND -> "send";
      case CHILD_RECV -> "recv";
    };
  }

  private static long count(List<SaStatus> sas, Kind kind) {
    return sas.stream().filter(s -> s.kind() == kind).count();
  }

  /** {@code show ipsec sa gateway}. */
  static List<String> gateways(List<GatewayRow> gateways) {
    List<String> lines = new ArrayList<>();
    lines.add("sgw  flags local-id                      remote-id        # of sa");
    lines.add("--------------------------------------------------------------------------");
    for (GatewayRow g : gateways) {
      String flags = (g.status().childUp() ? "U" : " ") + " " + (g.keepalive() ? "K" : " ");
      lines.add(
          String.format(
              Locale.ROOT,
              "%-5d%-6s%-30s%-17si:%d s:%d r:%d",
              g.status().gateway(),
              flags,
              g.status().localId(),
              g.status().remoteId(),
              g.count(Kind.IKE),
              g.count(Kind.CHILD_SEND),
              g.count(Kind.CHILD_RECV)));
    }
    return lines;
  }

  /** {@code show ipsec sa gateway detail}. */
  static List<String> detail(List<SaStatus> sas) {
    List<String> lines = new ArrayList<>();
    sas.forEach(s -> detail(s, lines));
    return lines;
  }

  private static void detail(SaStatus s, List<String> lines) {
    lines.add("SA[" + s.number() + "] Duration: " + s.remainingSeconds() + "s" + state(s));
    lines.add("Local ID: " + s.localId() + " (" + s.local() + ")");
    lines.add("Remote ID: " + s.remoteId() + " (" + s.remote() + ")");
    if (s.kind() == Kind.IKE) {
      lines.add("Protocol: IKEv2" + (s.resumed() ? " (resumed session)" : ""));
    } else {
      lines.add("Direction: " + (s.kind() == Kind.CHILD_SEND ? "send" : "receive"));
      lines.add("Protocol: ESP (Mode: tunnel)");
    }
    lines.add("Algorithm: " + s.algorithms());
    if (s.kind() == Kind.IKE) {
      lines.add("");
    }
    lines.add("SPI: " + pairs(s.spi()));
    lines.add("Key: ** ** ** ** **  (confidential)   ** ** ** ** **");
    lines.add(BLOCK_RULE);
  }

  private static String state(SaStatus s) {
    return switch (s.state()) {
      case ESTABLISHED -> "";
      case TEMPORARY -> " (temporary)";
      case SUPERSEDED -> " (superseded)";
      case DELETING -> " (deleting)";
    };
  }

  private static String pairs(String hex) {
    return String.join(" ", hex.split("(?<=\\G..)"));
  }
}
