package org.sekisho.esp;

import java.util.Collection;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;

/** The commands of this bundle for tools that have no router. */
public final class OfflineCommands implements CommandContributor {

  private final List<Command> commands = CryptoCommands.declared();

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
