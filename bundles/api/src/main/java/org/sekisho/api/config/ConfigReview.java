package org.sekisho.api.config;

import java.util.List;
import java.util.function.Predicate;

/**
 * Looks at a whole configuration for what no single line shows, such as a name that is missing; a
 * whiteboard service. {@code import config} and {@code sekisho check} print the remarks. For tools
 * without a router {@code META-INF/services} of the bundle names it too; it needs nothing to be
 * made.
 */
public interface ConfigReview {

  /** What an administrator should know. Called on any thread. */
  List<Remark> review(ConfigSnapshot config);

  /**
   * The same for who knows the commands.
   *
   * @param isCommand whether an administrator could type a line, in some context; a line of which
   *     parameters are wrong is none
   */
  default List<Remark> review(ConfigSnapshot config, Predicate<String> isCommand) {
    return review(config);
  }

  /**
   * Whether some of its remarks name lines without effect. Such a review is asked with each line
   * that is typed, so it is quick.
   */
  default boolean namesIdleLines() {
    return false;
  }

  /**
   * A remark.
   *
   * @param line the line it is about
   * @param text one sentence that says what to change
   * @param idle whether the line has no effect at all; {@code show config unsupported} lists it
   */
  record Remark(Setting line, Text text, boolean idle) {

    /** About a line that takes effect. */
    public Remark(Setting line, Text text) {
      this(line, text, false);
    }
  }
}
