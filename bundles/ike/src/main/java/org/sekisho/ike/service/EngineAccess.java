package org.sekisho.ike.service;

import java.util.Optional;
import java.util.function.Function;
import org.sekisho.ike.engine.IkeEngine;

/** What the console asks the engine itself, within this bundle. Any thread may ask. */
public interface EngineAccess {

  /**
   * Asks on the engine's thread and waits for the answer.
   *
   * @param question must return values that never change
   * @return empty when the engine is too busy to answer
   */
  <T> Optional<T> ask(Function<IkeEngine, T> question);
}
