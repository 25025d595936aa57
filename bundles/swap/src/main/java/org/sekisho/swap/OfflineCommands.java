package org.sekisho.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;

/** The commands of this bundle for tools that have no router. */
public final class OfflineCommands implements CommandContributor {

  private final List<Command> commands = new ArrayList<>();

  /** Declares them. */
  public OfflineCommands() {
    commands.add(Command.setting(SwapSettings.UNSIGNED));
    commands.add(BundleTable.command(call -> List.of()));
    SwapSettings.operations().forEach(spec -> commands.add(Command.operation(spec, call -> {})));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
