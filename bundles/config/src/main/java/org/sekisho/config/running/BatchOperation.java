package org.sekisho.config.running;

import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.CommandAction;
import org.sekisho.api.config.CommandException;

/** An operation that may also stand in a file, such as a selection. */
public interface BatchOperation extends CommandAction {

  /**
   * Does it for the lines that follow.
   *
   * @throws CommandException when it may not stand here
   */
  void inBatch(Arguments arguments, Batch batch) throws CommandException;
}
