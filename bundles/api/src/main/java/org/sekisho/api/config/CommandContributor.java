package org.sekisho.api.config;

import java.util.Collection;

/** Contributes commands; registered as a service by each bundle that has some. */
public interface CommandContributor {

  /** The commands; the same collection at each call. */
  Collection<Command> commands();
}
