package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Parameter;

/** Reads the notation of {@link CommandSpec}. */
final class SyntaxCompiler {

  private static final Pattern SYMBOL =
      Pattern.compile(
          "\\s*(?:(?<mark>[\\[\\](){}|])"
              + "|(?:(?<option>[a-z][a-z0-9-]*)="
              + "(?:(?<value>[A-Z][A-Z0-9-]*)|\\((?<values>[A-Za-z0-9|-]+)\\))"
              + "|(?<name>[A-Z][A-Z0-9-]*)|(?<word>-{0,2}[a-z0-9*][a-z0-9*._/-]*))"
              + "(?=[\\s\\[\\](){}|]|$))");

  private final CommandSpec spec;
  private final Set<String> used = new HashSet<>();
  private String mark;
  private Node leaf;
  private int at;

  private SyntaxCompiler(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Compiles the syntax of a declaration.
   *
   * @throws IllegalArgumentException with a sentence naming the command
   */
  static Node.Sequence compile(CommandSpec spec) {
    return new SyntaxCompiler(spec).run();
  }

  private Node.Sequence run() {
    advance();
    Node node = alternatives();
    if (mark != null) {
      throw wrong("an unexpected " + mark);
    }
    for (String name : spec.parameters().keySet()) {
      if (!used.contains(name)) {
        throw wrong("no " + name + " though it is declared");
      }
    }
    Node.Sequence whole = node instanceof Node.Sequence s ? s : new Node.Sequence(List.of(node));
    if (whole.nodes().isEmpty() || !(whole.nodes().get(0) instanceof Node.Word)) {
      throw wrong("no word at its start");
    }
    return whole;
  }

  private Node alternatives() {
    List<Node> nodes = new ArrayList<>();
    nodes.add(sequence());
    while ("|".equals(mark)) {
      advance();
      nodes.add(sequence());
    }
    return nodes.size() == 1 ? nodes.get(0) : new Node.Choice(List.copyOf(nodes));
  }

  private Node sequence() {
    List<Node> nodes = new ArrayList<>();
    while (leaf != null || isOpening()) {
      nodes.add(element());
    }
    return nodes.size() == 1 ? nodes.get(0) : new Node.Sequence(joinOptions(nodes));
  }

  private boolean isOpening() {
    return mark != null && "[({".contains(mark);
  }

  private Node element() {
    if (leaf != null) {
      Node node = leaf;
      advance();
      return node;
    }
    String opening = mark;
    advance();
    Node inner = alternatives();
    String closing = opening.equals("[") ? "]" : opening.equals("(") ? ")" : "}";
    if (!closing.equals(mark)) {
      throw wrong("no " + closing);
    }
    if (inner instanceof Node.Sequence s && s.nodes().isEmpty()) {
      throw wrong("nothing between " + opening + " and " + closing);
    }
    advance();
    return switch (opening) {
      case "[" -> new Node.Optional(inner);
      case "{" -> new Node.Repeat(inner);
      // A choice of one is kept: "(encrypted)" does not belong to what names the command.
      default -> inner instanceof Node.Choice ? inner : new Node.Choice(List.of(inner));
    };
  }

  /** Makes runs of optional options free in their order. */
  private static List<Node> joinOptions(List<Node> nodes) {
    List<Node> joined = new ArrayList<>();
    List<Node.Option> run = new ArrayList<>();
    for (Node node : nodes) {
      if (node instanceof Node.Optional o && o.node() instanceof Node.Option option) {
        run.add(option);
        continue;
      }
      flush(run, joined);
      joined.add(node);
    }
    flush(run, joined);
    return List.copyOf(joined);
  }

  private static void flush(List<Node.Option> run, List<Node> joined) {
    if (!run.isEmpty()) {
      joined.add(new Node.AnyOrder(List.copyOf(run)));
      run.clear();
    }
  }

  private void advance() {
    mark = null;
    leaf = null;
    String syntax = spec.syntax();
    if (syntax.substring(at).isBlank()) {
      at = syntax.length();
      return;
    }
    Matcher m = SYMBOL.matcher(syntax).region(at, syntax.length());
    if (!m.lookingAt()) {
      throw wrong("something unknown at \"" + syntax.substring(at).strip() + "\"");
    }
    at = m.end();
    mark = m.group("mark");
    if (m.group("option") != null) {
      String values = m.group("value") != null ? m.group("value") : m.group("values");
      leaf = option(m.group("option"), values.split("\\|", -1));
    } else if (m.group("name") != null) {
      leaf = new Node.Value(parameter(m.group("name")));
    } else if (m.group("word") != null) {
      leaf = new Node.Word(m.group("word"));
    }
  }

  private Node.Option option(String word, String[] values) {
    List<Parameter> parameters = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String value : values) {
      if (value.matches("[a-z0-9][a-z0-9-]*")) {
        words.add(value);
      } else {
        parameters.add(parameter(value));
      }
    }
    return new Node.Option(word, List.copyOf(parameters), List.copyOf(words));
  }

  private Parameter parameter(String name) {
    Parameter parameter = spec.parameters().get(name);
    if (parameter == null) {
      throw wrong("the undeclared parameter " + name);
    }
    used.add(name);
    return parameter;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "The syntax of the command \"" + spec.syntax() + "\" has " + what);
  }
}
