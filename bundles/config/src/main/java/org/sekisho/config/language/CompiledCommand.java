package org.sekisho.config.language;

import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;

/** A command whose syntax was read. */
public final class CompiledCommand {

  private final Command command;
  private final Program positive;
  private final Optional<Program> negative;

  /**
   * Reads the syntax.
   *
   * @throws IllegalArgumentException with a sentence naming the command when the syntax or the
   *     declaration is wrong
   */
  public CompiledCommand(Command command) {
    CommandSpec spec = command.spec();
    boolean stores = command.behaviour() instanceof Command.Store;
    boolean runs = command.behaviour() instanceof Command.Run;
    if ((stores && !spec.isSetting()) || (runs && spec.isSetting())) {
      throw new IllegalArgumentException(
          "The command \""
              + spec.syntax()
              + "\" is declared as a setting but does something,"
              + " or the other way round");
    }
    this.command = command;
    positive = ProgramCompiler.positive(command);
    negative = ProgramCompiler.negative(command);
  }

  /** The command. */
  public Command command() {
    return command;
  }

  Program positive() {
    return positive;
  }

  Optional<Program> negative() {
    return negative;
  }
}
