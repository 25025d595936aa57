package org.sekisho.api.config;

import java.util.Collection;

/**
 * Contributes commands; registered as a service by each bundle that has some. For tools that know
 * the language but have no router, {@code META-INF/services} of the bundle also names one that
 * needs nothing to be made; its operations are never run.
 */
public interface CommandContributor {

  /** The commands; the same collection at each call. */
  Collection<Command> commands();

  /**
   * Whether these commands only stand in for those of a bundle that is not installed: where another
   * contributor has a command of the same {@link CommandSpec#id id}, that one counts as long as it
   * is there.
   */
  default boolean standsIn() {
    return false;
  }
}
