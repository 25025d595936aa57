package org.sekisho.dhcp;

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
    commands.addAll(new DhcpCommands().commands());
    commands.addAll(new ShowStatusDhcpc(List::of, Time.ofMachine()).commands());
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
