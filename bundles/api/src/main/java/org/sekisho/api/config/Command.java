package org.sekisho.api.config;

import java.util.List;
import java.util.Optional;

/**
 * A declaration with what happens when the line is typed.
 *
 * @param spec the declaration
 * @param behaviour what happens
 */
public record Command(CommandSpec spec, Behaviour behaviour) {

  /** What happens when a line is typed. */
  public sealed interface Behaviour {}

  /**
   * The line is stored.
   *
   * @param check refuses a line that parses but cannot be
   */
  public record Store(Check check) implements Behaviour {}

  /**
   * The line stands for other lines, which are stored or removed instead ({@code tunnel enable
   * 1-3}).
   *
   * @param rewriter gives those lines
   */
  public record Rewrite(Rewriter rewriter) implements Behaviour {}

  /**
   * The line does something.
   *
   * @param action what
   */
  public record Run(CommandAction action) implements Behaviour {}

  /** Refuses lines. */
  @FunctionalInterface
  public interface Check {
    /** Refuses nothing. */
    Check NONE = (arguments, context, running) -> Optional.empty();

    /**
     * Checks a line against the running configuration.
     *
     * @return the sentence of refusal, empty when the line is fine
     */
    Optional<Text> check(Arguments arguments, Context context, ConfigSnapshot running);
  }

  /** Turns a line into others. */
  @FunctionalInterface
  public interface Rewriter {
    /** The lines to execute instead, {@code no} forms included. */
    List<String> rewrite(Arguments arguments, Context context, ConfigSnapshot running);
  }

  /** A setting without further checks. */
  public static Command setting(CommandSpec spec) {
    return new Command(spec, new Store(Check.NONE));
  }

  /** A setting with a check. */
  public static Command setting(CommandSpec spec, Check check) {
    return new Command(spec, new Store(check));
  }

  /** A line that stands for others. */
  public static Command rewrite(CommandSpec spec, Rewriter rewriter) {
    return new Command(spec, new Rewrite(rewriter));
  }

  /** An operation. */
  public static Command operation(CommandSpec spec, CommandAction action) {
    return new Command(spec, new Run(action));
  }
}
