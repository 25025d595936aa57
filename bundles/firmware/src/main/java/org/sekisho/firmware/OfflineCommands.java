package org.sekisho.firmware;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;

/** The commands of this bundle for tools that have no router. */
public final class OfflineCommands implements CommandContributor {

  private final List<Command> commands;

  /** Declares them; their operations are never run. */
  public OfflineCommands() {
    Path nowhere = Path.of("/dev/null");
    commands = List.copyOf(new FirmwareCommands(new Box(nowhere), nowhere).commands());
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
