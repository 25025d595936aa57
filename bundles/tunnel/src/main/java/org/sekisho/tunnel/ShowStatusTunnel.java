package org.sekisho.tunnel;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Text;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
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
              "Tunnel number; left out: the selected one, or all",
              "トンネル番号、省略時は選択中またはすべてのトンネル")
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

  /** The commands; a tool without router may have them of an object without tunnels. */
  List<Command> commands() {
    Shape<List<TunnelView>> tunnelsByNumber =
        Shape.rows("tunnels", "the tunnels asked for, by number", TunnelView.SHAPE);
    return List.of(
        Command.operation(ONE, Show.of(tunnelsByNumber, this::some, TunnelLayout::lines)),
        Command.operation(
            LIST, Show.of(tunnelsByNumber, this::list, TunnelLayout::list).onRequest()));
  }

  /** The tunnel asked for, or the selected one, or all. */
  private List<TunnelView> some(CommandCall call) throws CommandException {
    Context context = call.session().context();
    int selected = context.kind() == Context.Kind.TUNNEL ? context.number() : 0;
    int number = call.arguments().integer("TUNNEL", selected);
    List<TunnelView> views =
        views().filter(v -> number == 0 || v.config().tunnel() == number).toList();
    if (views.isEmpty() && number != 0) {
      throw new CommandException(
          "Tunnel " + number + " is not configured: type tunnel select " + number,
          "トンネル" + number + "は設定されていません: tunnel select " + number + " で設定してください");
    }
    return views;
  }

  private List<TunnelView> list(CommandCall call) {
    boolean up = call.arguments().text("STATE").equals("up");
    return views().filter(v -> v.state().up() == up).toList();
  }

  private Stream<TunnelView> views() {
    return tunnels.states().stream()
        .flatMap(s -> tunnels.config(s.tunnel()).map(c -> view(c, s)).stream());
  }

  private TunnelView view(TunnelConfig config, TunnelState state) {
    int number = config.tunnel();
    return new TunnelView(
        config,
        state,
        Duration.between(state.since(), clock.instant()),
        tunnels.dataPlane().map(d -> d.tunnelCounters(number)).orElse(TunnelCounters.ZERO),
        keepalive(config),
        state.up() ? Optional.empty() : reason(config, state));
  }

  private Optional<KeepaliveStatus> keepalive(TunnelConfig config) {
    Keepalives service = keepalives;
    return service == null || config.gateway().isEmpty()
        ? Optional.empty()
        : service.status(config.gateway().getAsInt());
  }

  private Optional<Text> reason(TunnelConfig config, TunnelState state) {
    if (!config.enabled()) {
      return Optional.of(
          new Text(
              "not enabled (tunnel enable " + config.tunnel() + ")",
              "有効になっていません (tunnel enable " + config.tunnel() + ")"));
    }
    if (!state.enabled()) {
      return Optional.of(
          new Text(
              "the tunnel interface could not be created (see show log)",
              "トンネルインタフェースを作成できませんでした (show log を参照してください)"));
    }
    if (config.gateway().isEmpty()) {
      return Optional.of(
          new Text(
              "no gateway is bound (ipsec tunnel, ipsec sa policy)",
              "セキュリティゲートウェイが関連付けられていません (ipsec tunnel, ipsec sa policy)"));
    }
    return tunnels.gateway(config).flatMap(GatewayStatus::lastFailure);
  }
}
