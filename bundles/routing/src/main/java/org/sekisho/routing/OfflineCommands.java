package org.sekisho.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;

/** The commands of this bundle for tools that have no router. */
public final class OfflineCommands implements CommandContributor {

  private final List<Command> commands = new ArrayList<>();

  /** Declares them. */
  public OfflineCommands() {
    IpTool ip = new IpProcess();
    InterfaceNames names = new InterfaceNames(Map.of());
    commands.addAll(new InterfaceCommands().commands());
    commands.addAll(new RouteCommands().commands());
    commands.addAll(new ShowRoutes(ip, names).commands());
    commands.addAll(new ShowArp(ip, names).commands());
    commands.addAll(new ShowStatusLan(ip, Map.of(), Path.of("/")).commands());
    commands.addAll(new Ping().commands());
    commands.addAll(
        new EthernetCommands(BootSettings.from(name -> null), Path.of("/dev/null")).commands());
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
