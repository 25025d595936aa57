package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.show.Show;

/** The command {@code show status lanN}. */
@Component(service = CommandContributor.class)
public final class ShowStatusLan implements CommandContributor {

  private static final String INTERFACE = "INTERFACE";

  private final IpTool ip;
  private final Map<String, String> devices;
  private final Path folder;
  private final List<Command> commands;

  /** Called by Declarative Services. */
  @Activate
  public ShowStatusLan(BundleContext context) {
    this(
        new IpProcess(),
        BootSettings.from(context::getProperty).interfaces(),
        Path.of("/sys/class/net"));
  }

  /**
   * Declares the command.
   *
   * @param devices Linux name of each LAN by RTX name
   * @param folder where Linux shows its devices
   */
  ShowStatusLan(IpTool ip, Map<String, String> devices, Path folder) {
    this.ip = ip;
    this.devices = Map.copyOf(devices);
    this.folder = folder;
    commands =
        List.of(
            Command.operation(
                CommandSpec.operation("show status INTERFACE")
                    .id("show status lan")
                    .parameter(
                        INTERFACE,
                        new ParameterType.InterfaceName(List.of("lan")),
                        "LAN interface",
                        "LANインタフェース名")
                    .user()
                    .help("Shows the state of a LAN interface", "LANインタフェースの状態を表示する")
                    .example("show status lan1")
                    .build(),
                Show.of(LanStatus.SHAPE, this::status, LanStatus::lines)));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private LanStatus status(CommandCall call) throws CommandException {
    String name = call.arguments().text(INTERFACE);
    String device = devices.get(name);
    if (device == null) {
      throw new CommandException(
          "There is no interface " + name + " on this router", name + " というインタフェースはこのルーターにありません");
    }
    String description =
        call.config().all("description interface").stream()
            .filter(s -> s.arguments().text(INTERFACE).equals(name))
            .map(s -> s.arguments().text("TEXT"))
            .findFirst()
            .orElse("");
    try {
      return LanStatus.read(
          name.toUpperCase(Locale.ROOT),
          description,
          folder.resolve(device),
          ip.run("-o", "addr", "show", "dev", device));
    } catch (IOException | IpException e) {
      throw new CommandException(
          "The state of " + name + " cannot be read: " + e.getMessage(),
          name + " の状態を取得できません: " + e.getMessage());
    }
  }
}
