package org.sekisho.config.running;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Setting;

/**
 * Prints a configuration as an RTX does: sections in their order, one blank before what belongs to
 * a tunnel or peer, two before what belongs to the policy of a tunnel. Used once.
 */
final class ConfigPrinter {

  /** Parents that stand for the block of a tunnel or peer. */
  private static final Map<Context.Kind, String> BLOCKS =
      Map.of(Context.Kind.TUNNEL, "tunnel select", Context.Kind.PP, "pp select");

  private static final int DEEPEST = 2;
  private static final PrintOrder ORDER = new PrintOrder();

  private record Parent(String id, Object value) {}

  private final Function<Setting, String> text;
  private final List<DormantLine> dormant;
  private final List<Setting> settings;
  private final Map<Parent, List<Setting>> children = new HashMap<>();
  private final Map<Context, List<Setting>> contexts = new HashMap<>();
  private final Set<Setting> printed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Setting> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> lines = new ArrayList<>();

  private ConfigPrinter(
      List<Setting> settings, List<DormantLine> dormant, Function<Setting, String> text) {
    this.settings = settings;
    this.dormant = dormant;
    this.text = text;
    index();
  }

  /** Prints for eyes: secrets masked, without lines that have no effect. */
  static ConfigPrinter masked(ConfigState state) {
    return new ConfigPrinter(state.snapshot().settings(), List.of(), Setting::shown);
  }

  /** Makes what is secret in a line unreadable for others. */
  @FunctionalInterface
  interface Sealing {
    /**
     * Seals.
     *
     * @param line the line as it shall be read again
     * @param shown the same with what is secret masked
     * @throws IOException with a sentence when that cannot be done now
     */
    String seal(String line, String shown) throws IOException;
  }

  /** Prints for the file: everything there is, secrets sealed. */
  static ConfigPrinter sealed(ConfigState state, Sealing seal) throws IOException {
    Map<Setting, String> sealed = new IdentityHashMap<>();
    for (Setting s : state.snapshot().settings()) {
      sealed.put(s, seal.seal(s.line(), s.shown()));
    }
    List<DormantLine> dormant = new ArrayList<>();
    for (DormantLine d : state.dormant()) {
      String text = seal.seal(d.text(), d.shown());
      dormant.add(new DormantLine(d.context(), text, d.shown(), d.number(), d.error()));
    }
    return new ConfigPrinter(state.snapshot().settings(), dormant, sealed::get);
  }

  /** The whole configuration. */
  List<String> all() {
    // Lines without effect come first: behind a block they would be read as part of it.
    dormant(Context.GLOBAL, "");
    for (Section section : Section.values()) {
      if (section == Section.PP) {
        peers().forEach(this::peer);
      } else if (section == Section.TUNNEL) {
        tunnels().forEach(this::tunnel);
      }
      List<Setting> here =
          contexts.getOrDefault(Context.GLOBAL, List.of()).stream()
              .filter(s -> !claimed.contains(s) && sectionOf(s.command()) == section)
              .toList();
      // Lines that wait for their tunnel stand before the settings for all tunnels.
      print(here.stream().filter(s -> s.command().nesting().isPresent()).toList(), 0);
      print(here, 0);
    }
    // A circle of declarations has no root; its lines must not be lost.
    print(settings.stream().filter(s -> !printed.contains(s)).toList(), 0);
    return lines;
  }

  /** The blocks of some tunnels. */
  List<String> tunnels(List<Integer> numbers) {
    numbers.stream().filter(tunnels()::contains).forEach(this::tunnel);
    return lines;
  }

  /** The blocks of some peers, 0 for anonymous. */
  List<String> peers(List<Integer> numbers) {
    numbers.stream().filter(peers()::contains).forEach(this::peer);
    return lines;
  }

  private void index() {
    Set<Parent> present = new HashSet<>();
    Map<String, Set<String>> wanted = new HashMap<>();
    for (Setting s : settings) {
      contexts.computeIfAbsent(s.context(), c -> new ArrayList<>()).add(s);
      s.command()
          .nesting()
          .ifPresent(
              n -> {
                children
                    .computeIfAbsent(
                        new Parent(n.parent(), value(s, n.parameter())), p -> new ArrayList<>())
                    .add(s);
                wanted.computeIfAbsent(n.parent(), p -> new TreeSet<>()).add(n.parameter());
              });
    }
    for (Setting s : settings) {
      for (String parameter : wanted.getOrDefault(s.command().id(), Set.of())) {
        present.add(new Parent(s.command().id(), value(s, parameter)));
      }
    }
    children.forEach(
        (parent, list) -> {
          if (present.contains(parent) || BLOCKS.containsValue(parent.id())) {
            claimed.addAll(list);
          }
        });
  }

  private static Object value(Setting s, String parameter) {
    return s.arguments().find(parameter).orElse("");
  }

  private static Section sectionOf(CommandSpec spec) {
    boolean orphan = spec.nesting().isPresent() && spec.name().startsWith("ipsec ");
    return orphan ? Section.IPSEC : spec.section();
  }

  private List<Integer> tunnels() {
    return List.copyOf(numbers(Context.Kind.TUNNEL));
  }

  /** Numbered peers in their order, then the anonymous one. */
  private List<Integer> peers() {
    Set<Integer> numbers = numbers(Context.Kind.PP);
    List<Integer> order = new ArrayList<>(numbers);
    order.remove(Integer.valueOf(0));
    if (numbers.contains(0)) {
      order.add(0);
    }
    return order;
  }

  /** The tunnels or peers some line belongs to. */
  private Set<Integer> numbers(Context.Kind kind) {
    Set<Integer> numbers = new TreeSet<>();
    for (Context c : contexts.keySet()) {
      if (c.kind() == kind) {
        numbers.add(c.number());
      }
    }
    for (DormantLine d : dormant) {
      if (d.context().kind() == kind) {
        numbers.add(d.context().number());
      }
    }
    for (Parent parent : children.keySet()) {
      if (parent.id().equals(BLOCKS.get(kind)) && parent.value() instanceof Integer n) {
        numbers.add(n);
      }
    }
    return numbers;
  }

  private void tunnel(int number) {
    block("tunnel select " + number, Context.tunnel(number));
  }

  private void peer(int number) {
    block("pp select " + (number == 0 ? "anonymous" : number), Context.pp(number));
  }

  private void block(String head, Context context) {
    lines.add(head);
    Parent parent = new Parent(BLOCKS.get(context.kind()), context.number());
    List<Setting> own = new ArrayList<>(children.getOrDefault(parent, List.of()));
    contexts.getOrDefault(context, List.of()).stream()
        .filter(s -> !claimed.contains(s))
        .forEach(own::add);
    print(own, 1);
    dormant(context, " ");
  }

  private void dormant(Context context, String indentation) {
    dormant.stream()
        .filter(d -> d.context().equals(context))
        .forEach(d -> lines.add(indentation + d.text()));
  }

  private void print(List<Setting> some, int depth) {
    List<Setting> sorted = new ArrayList<>(some);
    sorted.sort(ORDER);
    for (Setting s : sorted) {
      if (!printed.add(s)) {
        continue;
      }
      lines.add(" ".repeat(depth) + text.apply(s));
      print(childrenOf(s), depth == 0 ? 0 : Math.min(depth + 1, DEEPEST));
    }
  }

  private List<Setting> childrenOf(Setting parent) {
    List<Setting> found = new ArrayList<>();
    for (String parameter : parent.command().parameters().keySet()) {
      for (Setting child :
          children.getOrDefault(
              new Parent(parent.command().id(), value(parent, parameter)), List.of())) {
        if (child.command().nesting().orElseThrow().parameter().equals(parameter)) {
          found.add(child);
        }
      }
    }
    return found;
  }
}
