package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.config.Command;

/** Turns the syntax of a command into steps. */
final class ProgramCompiler {

  private final List<Step> steps = new ArrayList<>();
  private int bits = 1;

  private ProgramCompiler() {}

  /**
   * The program of the command as it is typed.
   *
   * @throws IllegalArgumentException with a sentence naming the command
   */
  static Program positive(Command command, boolean standIn) {
    List<Node> nodes = SyntaxCompiler.compile(command.spec()).nodes();
    return make(command, standIn, nodes, new Step.Accept());
  }

  /**
   * The program of its {@code no} form: up to what identifies the setting, the rest is ignored.
   * Empty for operations without one. A line that stands for others is taken whole.
   */
  static Optional<Program> negative(Command command, boolean standIn) {
    List<Node> nodes = SyntaxCompiler.compile(command.spec()).nodes();
    if (command.behaviour() instanceof Command.Run && !command.spec().hasNo()) {
      return Optional.empty();
    }
    if (command.behaviour() instanceof Command.Rewrite && command.spec().keys().isEmpty()) {
      return Optional.of(make(command, standIn, nodes, new Step.Accept()));
    }
    return Optional.of(make(command, standIn, identifying(command, nodes), new Step.AcceptAny()));
  }

  private static List<Node> identifying(Command command, List<Node> nodes) {
    Set<String> missing = new HashSet<>(command.spec().keys());
    List<Node> taken = new ArrayList<>();
    for (Node node : nodes) {
      if (missing.isEmpty() && !(node instanceof Node.Word)) {
        break;
      }
      taken.add(node);
      removeNames(node, missing);
    }
    return taken;
  }

  private static void removeNames(Node node, Set<String> names) {
    if (node instanceof Node.Value n) {
      names.remove(n.parameter().name());
    } else if (node instanceof Node.Option n) {
      names.removeAll(n.names());
    } else if (node instanceof Node.Sequence n) {
      n.nodes().forEach(x -> removeNames(x, names));
    } else if (node instanceof Node.Choice n) {
      n.nodes().forEach(x -> removeNames(x, names));
    } else if (node instanceof Node.Optional n) {
      removeNames(n.node(), names);
    } else if (node instanceof Node.Repeat n) {
      removeNames(n.node(), names);
    } else if (node instanceof Node.AnyOrder n) {
      n.options().forEach(x -> names.removeAll(x.names()));
    }
  }

  private static Program make(Command command, boolean standIn, List<Node> nodes, Step end) {
    List<String> words = new ArrayList<>();
    ProgramCompiler compiler = new ProgramCompiler();
    int min = 0;
    for (Node node : nodes) {
      min += minTokens(node);
      if (compiler.steps.isEmpty() && node instanceof Node.Word w) {
        words.add(w.word());
      } else {
        compiler.emit(node);
      }
    }
    compiler.steps.add(end);
    return new Program(command, standIn, List.copyOf(words), List.copyOf(compiler.steps), min);
  }

  private static int minTokens(Node node) {
    if (node instanceof Node.Sequence n) {
      return n.nodes().stream().mapToInt(ProgramCompiler::minTokens).sum();
    } else if (node instanceof Node.Choice n) {
      return n.nodes().stream().mapToInt(ProgramCompiler::minTokens).min().orElse(0);
    } else if (node instanceof Node.Repeat n) {
      return minTokens(n.node());
    }
    return node instanceof Node.Optional || node instanceof Node.AnyOrder ? 0 : 1;
  }

  private void emit(Node node) {
    if (node instanceof Node.Word n) {
      steps.add(new Step.TakeWord(n));
    } else if (node instanceof Node.Value n) {
      steps.add(new Step.TakeValue(n));
    } else if (node instanceof Node.Option n) {
      steps.add(new Step.TakeOption(n, 0));
    } else if (node instanceof Node.Sequence n) {
      n.nodes().forEach(this::emit);
    } else if (node instanceof Node.Optional n) {
      int split = reserve();
      emit(n.node());
      steps.set(split, new Step.Split(List.of(split + 1, steps.size())));
    } else if (node instanceof Node.Choice n) {
      choice(n);
    } else if (node instanceof Node.Repeat n) {
      int start = steps.size();
      steps.add(new Step.Group(true));
      emit(n.node());
      steps.add(new Step.Group(false));
      steps.add(new Step.Split(List.of(start, steps.size() + 1)));
    } else if (node instanceof Node.AnyOrder n) {
      anyOrder(n);
    }
  }

  private void choice(Node.Choice choice) {
    int split = reserve();
    List<Integer> targets = new ArrayList<>();
    List<Integer> jumps = new ArrayList<>();
    for (Node branch : choice.nodes()) {
      targets.add(steps.size());
      emit(branch);
      jumps.add(reserve());
    }
    steps.set(split, new Step.Split(List.copyOf(targets)));
    jumps.forEach(j -> steps.set(j, new Step.Jump(steps.size())));
  }

  private void anyOrder(Node.AnyOrder node) {
    int clear = reserve();
    int split = reserve();
    int all = 0;
    List<Integer> targets = new ArrayList<>();
    for (Node.Option option : node.options()) {
      targets.add(steps.size());
      steps.add(new Step.TakeOption(option, bits));
      steps.add(new Step.Jump(split));
      all |= bits;
      bits <<= 1;
    }
    targets.add(steps.size());
    steps.set(clear, new Step.Clear(all));
    steps.set(split, new Step.Split(List.copyOf(targets)));
  }

  private int reserve() {
    steps.add(new Step.Accept());
    return steps.size() - 1;
  }
}
