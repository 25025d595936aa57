package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.Parameter;

/** The syntax of a command as a tree. */
sealed interface Node {

  /** A keyword. */
  record Word(String word) implements Node {}

  /** A parameter. */
  record Value(Parameter parameter) implements Node {}

  /**
   * {@code word=PARAM} or {@code word=(PARAM|off)}.
   *
   * @param word before the equals sign
   * @param parameters what may follow it
   * @param words keywords that may follow it instead
   */
  record Option(String word, List<Parameter> parameters, List<String> words) implements Node {

    /** The names of its parameters. */
    List<String> names() {
      return parameters.stream().map(Parameter::name).toList();
    }
  }

  /** One after the other. */
  record Sequence(List<Node> nodes) implements Node {}

  /** {@code [x]}. */
  record Optional(Node node) implements Node {}

  /** {@code (x|y)}. */
  record Choice(List<Node> nodes) implements Node {}

  /** {@code {x}}. */
  record Repeat(Node node) implements Node {}

  /**
   * {@code [a=A] [b=B]}: neighbouring options may be typed in any order, each at most once, as on
   * an RTX.
   */
  record AnyOrder(List<Option> options) implements Node {}
}
