package org.sekisho.config.language;

import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;

/** A command whose syntax was read. */
public final class CompiledCommand {

  private final Command command;
  private final Program positive;
  private final Optional<Program> negative;
  private final boolean standIn;

  /**
   * Reads the syntax.
   *
   * @throws IllegalArgumentException with a sentence naming the command when the syntax or the
   *     declaration is wrong
   */
  public CompiledCommand(Command command) {
    this(command, false);
  }

  /**
   * Reads the syntax.
   *
   * @param standIn whether the command stands in for that of a bundle which is not installed
   * @throws IllegalArgumentException as above
   */
  public CompiledCommand(Command command, boolean standIn) {
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
    this.standIn = standIn;
    positive = ProgramCompiler.positive(command, standIn);
    negative = ProgramCompiler.negative(command, standIn);
  }

  /** The command. */
  public Command command() {
    return command;
  }

  /** Whether it stands in for the command of a bundle that is not installed. */
  public boolean standIn() {
    return standIn;
  }

  Program positive() {
    return positive;
  }

  Optional<Program> negative() {
    return negative;
  }
}
