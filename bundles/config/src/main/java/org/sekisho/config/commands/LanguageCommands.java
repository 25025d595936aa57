package org.sekisho.config.commands;

import java.util.Collection;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.running.RunningConfig;

/** The commands of the language itself. */
public final class LanguageCommands implements CommandContributor {

  private final List<Command> commands;

  /**
   * Makes them.
   *
   * @param running the configuration they show and save
   * @param log the event log
   */
  public LanguageCommands(RunningConfig running, EventLog log) {
    ShowCommands show = new ShowCommands(running);
    commands =
        List.of(
            SelectCommands.tunnel(),
            SelectCommands.peer(),
            SelectCommands.clear(),
            show.config(),
            show.tunnels(),
            show.peers(),
            show.unsupported(),
            show.commands(),
            SaveCommand.of(running, log),
            FileCommands.importConfig(running),
            FileCommands.embeddedFile(),
            TemplateCommand.of(),
            DescriptionCommands.numbered(),
            DescriptionCommands.ofInterface(),
            DescriptionCommands.tunnel(),
            DescriptionCommands.peer());
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
