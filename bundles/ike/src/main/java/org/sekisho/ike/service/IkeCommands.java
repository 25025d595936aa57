package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.tunnel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandAction;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.ike.IkeService;
import org.sekisho.ike.config.GatewayConfigReader;
import org.sekisho.ike.config.IkeSettings;
import org.sekisho.ike.config.RenewalSettings;
import org.sekisho.ike.config.StoredSettings;

/** The {@code ipsec …} commands. Settings exist also while the IKE service does not run. */
@Component(service = CommandContributor.class)
public final class IkeCommands implements CommandContributor {

  private static final int MAX_SA_NUMBER = 65_535;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile IkeService service;

  private final List<Command> commands = new ArrayList<>();

  /** Called by Declarative Services. */
  @Activate
  public IkeCommands() {
    commands.addAll(IkeSettings.all());
    commands.addAll(RenewalSettings.all());
    commands.addAll(StoredSettings.all());
    commands.add(
        operation(
            "ipsec refresh sa", "Drop all SAs and start again", "SAを削除して再始動する", this::refresh));
    commands.add(
        Command.operation(
            CommandSpec.operation("ipsec sa delete (all|NUMBER)")
                .parameter("NUMBER", integer(1, MAX_SA_NUMBER), "SA number", "SAの番号")
                .help("Delete SAs at both ends", "SAを削除する")
                .build(),
            this::delete));
    commands.add(
        Command.operation(
            CommandSpec.operation("connect tunnel TUNNEL")
                .parameter("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
                .help("Start a tunnel's key exchange", "トンネルの鍵交換を始動する")
                .build(),
            call -> service().initiate(gatewayOf(call))));
    commands.add(
        Command.operation(
            CommandSpec.operation("disconnect tunnel TUNNEL")
                .parameter("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
                .help("Delete a tunnel's SAs and leave it down", "トンネルを切断する")
                .build(),
            call -> service().disconnect(gatewayOf(call))));
    commands.add(
        Command.operation(
            CommandSpec.operation("show ipsec sa [NUMBER]")
                .user()
                .parameter("NUMBER", integer(1, MAX_SA_NUMBER), "SA number", "SAの番号")
                .help("Show SAs", "SAの状態を表示する")
                .build(),
            this::showSas));
    commands.add(
        Command.operation(
            CommandSpec.operation("show ipsec sa gateway [GATEWAY] [detail]")
                .user()
                .parameter("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
                .help("Show gateways and their SAs", "セキュリティゲートウェイの状態を表示する")
                .build(),
            this::showGateways));
  }

  private static Command operation(
      String syntax, String english, String japanese, CommandAction action) {
    return Command.operation(CommandSpec.operation(syntax).help(english, japanese).build(), action);
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }

  private IkeService service() throws CommandException {
    IkeService present = service;
    if (present == null) {
      throw new CommandException(
          "IKE is not running: the log says why", "IKEが動作していません: ログを確認してください");
    }
    return present;
  }

  private static int gatewayOf(CommandCall call) throws CommandException {
    int number = call.arguments().integer("TUNNEL");
    OptionalInt gateway = GatewayConfigReader.gatewayOfTunnel(call.config(), number);
    return gateway.orElseThrow(
        () ->
            new CommandException(
                "Tunnel " + number + " has no IPsec policy: set ipsec tunnel and ipsec sa policy",
                "トンネル" + number + "にIPsecポリシーがありません: ipsec tunnel と ipsec sa policy を設定してください"));
  }

  private void refresh(CommandCall call) throws CommandException {
    service().refresh();
  }

  private void delete(CommandCall call) throws CommandException {
    if (call.arguments().has("all")) {
      service().deleteAll();
      return;
    }
    int number = call.arguments().integer("NUMBER");
    if (!service().delete(number)) {
      throw new CommandException("There is no SA " + number, "SA " + number + " はありません");
    }
  }

  private void showSas(CommandCall call) throws CommandException {
    int number = call.arguments().integer("NUMBER", 0);
    SaTables.sas(service().securityAssociations(), number).forEach(call.out()::println);
  }

  private void showGateways(CommandCall call) throws CommandException {
    int gateway = call.arguments().integer("GATEWAY", 0);
    List<String> lines =
        call.arguments().has("detail")
            ? SaTables.detail(service().securityAssociations(), gateway)
            : SaTables.gateways(
                service().gateways(),
                service().securityAssociations(),
                gateway,
                g -> keepaliveRuns(call, g));
    lines.forEach(call.out()::println);
  }

  private static boolean keepaliveRuns(CommandCall call, int gateway) {
    return call.config()
        .get("ipsec ike keepalive use", gateway)
        .map(
            s ->
                !s.arguments().has("off")
                    && s.arguments().list().stream().noneMatch(a -> a.value().equals("auto")))
        .orElse(false);
  }
}
