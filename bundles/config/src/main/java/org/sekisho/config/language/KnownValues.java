package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Parameter;

/**
 * Knows values that exist already, such as the numbers of tunnels, so that TAB can complete them.
 */
@FunctionalInterface
public interface KnownValues {

  /**
   * Values of a parameter, in the order to show.
   *
   * @param spec the command that is being typed
   * @param parameter its parameter at the cursor
   * @return as an administrator would type them; never a secret
   */
  List<String> of(CommandSpec spec, Parameter parameter);
}
