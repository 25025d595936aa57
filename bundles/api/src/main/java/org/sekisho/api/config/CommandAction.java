package org.sekisho.api.config;

/** What an operation does. */
@FunctionalInterface
public interface CommandAction {

  /**
   * Runs on the session's thread and prints to {@link Session#out}. Long ones watch {@link
   * Session#interrupted}.
   *
   * @throws CommandException with a sentence for the user
   */
  void run(CommandCall call) throws CommandException;
}
