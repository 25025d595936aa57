package org.sekisho.tunnel;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.tunnel.KeepaliveStatus;
import org.sekisho.api.tunnel.Keepalives;
import org.sekisho.api.tunnel.TunnelState;

/** {@code show status tunnel}, in the words an RTX uses. */
@Component(service = ShowStatusTunnel.class)
public final class ShowStatusTunnel {

  static final CommandSpec ONE =
      CommandSpec.operation("show status tunnel [TUNNEL]")
          .parameter(
              "TUNNEL",
              ParameterType.tunnel(),
              "Tunnel number, the selected one when left out",
              "トンネル番号、省略時は選択中のトンネル")
          .user()
          .help("Show the state of a tunnel", "トンネルの状態を表示する")
          .build();

  static final CommandSpec LIST =
      CommandSpec.operation("show status tunnel STATE")
          .id("show status tunnel state")
          .parameter("STATE", ParameterType.choice("up", "down"), "State", "状態")
          .user()
          .help("List the tunnels that are up or down", "接続中または切断中のトンネルを一覧表示する")
          .build();

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private final TunnelManager tunnels;
  private final Clock clock;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Keepalives keepalives;

  /** Called by Declarative Services. */
  @Activate
  public ShowStatusTunnel(@Reference TunnelManager tunnels) {
    this(tunnels, Clock.systemDefaultZone());
  }

  ShowStatusTunnel(TunnelManager tunnels, Clock clock) {
    this.tunnels = tunnels;
    this.clock = clock;
  }

  /** {@code show status tunnel [N]}. */
  void one(CommandCall call) throws CommandException {
    int number = call.arguments().integer("TUNNEL", selected(call));
    TunnelState state = number == 0 ? null : tunnels.state(number).orElse(null);
    TunnelConfig config = tunnels.config(number).orElse(null);
    if (state == null || config == null) {
      throw new CommandException(
          number == 0
              ? "Name a tunnel: show status tunnel N"
              : "Tunnel " + number + " is not configured: type tunnel select " + number,
          number == 0
              ? "トンネル番号を指定してください: show status tunnel N"
              : "トンネル" + number + "は設定されていません: tunnel select " + number + " で設定してください");
    }
    TunnelCounters counters =
        tunnels.dataPlane().map(d -> d.tunnelCounters(number)).orElse(TunnelCounters.ZERO);
    if (call.session().language() == Language.JAPANESE) {
      japanese(call.out(), config, state, counters);
    } else {
      english(call.out(), config, state, counters);
    }
  }

  /** {@code show status tunnel up|down}. */
  void list(CommandCall call) {
    boolean up = call.arguments().text("STATE").equals("up");
    for (TunnelState state : tunnels.states()) {
      if (state.up() == up) {
        call.out().println("TUNNEL[" + state.tunnel() + "]: " + TIME.format(local(state.since())));
      }
    }
  }

  private static int selected(CommandCall call) {
    Context context = call.session().context();
    return context.kind() == Context.Kind.TUNNEL ? context.number() : 0;
  }

  private void english(
      PrintWriter out, TunnelConfig config, TunnelState state, TunnelCounters counters) {
    out.println("TUNNEL[" + config.tunnel() + "]: " + config.name());
    out.println("Description: " + config.description());
    out.println("  Interface type: IPsec");
    if (state.up()) {
      out.println("  Current status is Online.");
      out.println("  from " + TIME.format(local(state.since())) + ".");
      out.println("  " + duration(state.since()) + "  connection.");
    } else {
      out.println("  Current status is Offline.");
      reason(config, state).ifPresent(r -> out.println("  Reason: " + r));
    }
    out.println("  Maximum Transmission Unit(MTU):");
    out.println("    IPv4: " + config.path().mtu() + " octets");
    out.println("    IPv6: " + config.path().mtu() + " octets");
    out.println(
        "  Received:    (IPv4) " + count(counters.receivedPackets4(), counters.receivedOctets4()));
    out.println(
        "               (IPv6) " + count(counters.receivedPackets6(), counters.receivedOctets6()));
    out.println("  Transmitted: (IPv4) " + count(counters.sentPackets4(), counters.sentOctets4()));
    out.println("               (IPv6) " + count(counters.sentPackets6(), counters.sentOctets6()));
    keepalive(config)
        .ifPresent(
            k -> {
              out.println("  IKE keepalive:");
              out.println("         [Type]: " + k.type());
              out.println("       [Status]: " + (k.ok() ? "OK" : "NG"));
              out.println("    [Next send]: " + k.nextSendSeconds() + " sec after");
            });
  }

  private void japanese(
      PrintWriter out, TunnelConfig config, TunnelState state, TunnelCounters counters) {
    out.println("TUNNEL[" + config.tunnel() + "]: " + config.name());
    out.println("説明: " + config.description());
    out.println("  インタフェースの種類: IPsec");
    if (state.up()) {
      out.println("  トンネルインタフェースは接続されています");
      out.println("  開始: " + TIME.format(local(state.since())));
      out.println("  通信時間: " + japaneseDuration(state.since()));
    } else {
      out.println("  トンネルインタフェースは接続されていません");
      reason(config, state).ifPresent(r -> out.println("  理由: " + r));
    }
    out.println(
        "  受信: (IPv4) " + japaneseCount(counters.receivedPackets4(), counters.receivedOctets4()));
    out.println(
        "        (IPv6) " + japaneseCount(counters.receivedPackets6(), counters.receivedOctets6()));
    out.println("  送信: (IPv4) " + japaneseCount(counters.sentPackets4(), counters.sentOctets4()));
    out.println("        (IPv6) " + japaneseCount(counters.sentPackets6(), counters.sentOctets6()));
    keepalive(config)
        .ifPresent(
            k -> {
              out.println("  IKEキープアライブ:");
              out.println("      [タイプ]: " + k.type());
              out.println("        [状態]: " + (k.ok() ? "OK" : "NG"));
              out.println("    [次の送信]: " + k.nextSendSeconds() + " 秒後");
            });
  }

  private Optional<KeepaliveStatus> keepalive(TunnelConfig config) {
    Keepalives service = keepalives;
    return service == null || config.gateway().isEmpty()
        ? Optional.empty()
        : service.status(config.gateway().getAsInt());
  }

  private Optional<String> reason(TunnelConfig config, TunnelState state) {
    if (!config.enabled()) {
      return Optional.of("not enabled (tunnel enable " + config.tunnel() + ")");
    }
    if (!state.enabled()) {
      return Optional.of("the tunnel interface could not be created (see show log)");
    }
    if (config.gateway().isEmpty()) {
      return Optional.of("no gateway is bound (ipsec tunnel, ipsec sa policy)");
    }
    return tunnels.gateway(config).flatMap(GatewayStatus::lastFailure);
  }

  private static String count(long packets, long octets) {
    return packets
        + (packets == 1 ? " packet [" : " packets [")
        + octets
        + (octets == 1 ? " octet]" : " octets]");
  }

  private static String japaneseCount(long packets, long octets) {
    return packets + " パケット [" + octets + " オクテット]";
  }

  private String duration(Instant since) {
    Duration d = Duration.between(since, clock.instant());
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

  private String japaneseDuration(Instant since) {
    Duration d = Duration.between(since, clock.instant());
    String days = d.toDays() > 0 ? d.toDays() + "日" : "";
    String hours = d.toHours() > 0 ? d.toHoursPart() + "時間" : "";
    String minutes = d.toMinutes() > 0 ? d.toMinutesPart() + "分" : "";
    return days + hours + minutes + d.toSecondsPart() + "秒";
  }

  private static LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
  }
}
