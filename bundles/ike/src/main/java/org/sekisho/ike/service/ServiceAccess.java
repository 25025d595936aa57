package org.sekisho.ike.service;

import java.util.function.Function;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.ike.IkeService;
import org.sekisho.ike.engine.IkeEngine;

/** The running IKE service, as commands need it. */
interface ServiceAccess {

  /**
   * The service.
   *
   * @throws CommandException when IKE does not run
   */
  IkeService service() throws CommandException;

  /**
   * Asks the engine itself.
   *
   * @throws CommandException when IKE does not run or is too busy to answer
   */
  <T> T ask(Function<IkeEngine, T> question) throws CommandException;
}
