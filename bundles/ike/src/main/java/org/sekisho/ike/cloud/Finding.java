package org.sekisho.ike.cloud;

import java.util.List;
import org.sekisho.api.config.Text;

/**
 * What the comparison of a configuration with a policy found.
 *
 * @param level how much it matters
 * @param standing how well the policy's side is known
 * @param text what
 * @param lines lines that would change it, empty when it is well or no line can
 */
public record Finding(Level level, Standing standing, Text text, List<String> lines) {

  /** Copies the list. */
  public Finding {
    lines = List.copyOf(lines);
  }

  /** How much a finding matters. */
  public enum Level {
    /** The tunnel does not come up, or does not stay. */
    MISMATCH,
    /** It works; with the lines it works better. */
    ADVICE,
    /** Both agree. */
    MATCH
  }
}
