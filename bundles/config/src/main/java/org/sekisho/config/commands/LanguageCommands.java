package org.sekisho.config.commands;

import java.util.Collection;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.RunningConfig;

/** The commands of the language itself. */
public final class LanguageCommands implements CommandContributor {

  private final List<Command> commands;

  /**
   * Makes them.
   *
   * @param running the configuration they show
   * @param life where it is saved and loaded
   * @param log the event log
   */
  public LanguageCommands(RunningConfig running, ConfigLife life, EventLog log) {
    ShowCommands show = new ShowCommands(running);
    SavedCommands saved = new SavedCommands(life);
    LoadCommands load = new LoadCommands(life, log);
    TechSupport everything = new TechSupport(running::commands);
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
            everything.named("tech-support"),
            everything.named("techinfo"),
            SaveCommand.of(life, log),
            saved.list(),
            saved.show(),
            saved.difference(),
            saved.copy(),
            saved.delete(),
            saved.prefer(),
            load.load(),
            load.timer(),
            load.confirm(),
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
