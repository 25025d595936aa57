package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Setting;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;

/** The fewest lines that turn one configuration into another. */
final class Difference {

  private record Identity(String id, Context context, List<Object> keys) {
    static Identity of(Setting s) {
      return new Identity(s.command().id(), s.context(), s.keys());
    }
  }

  private record Asleep(Context context, String text) {
    static Asleep of(DormantLine d) {
      return new Asleep(d.context(), d.text());
    }
  }

  private final Grammar grammar;
  private final ConfigState from;
  private final List<Setting> removed;
  private final List<Setting> added;
  private final List<DormantLine> asleepRemoved;
  private final List<DormantLine> asleepAdded;

  /**
   * Compares.
   *
   * @param grammar the commands both are made of
   */
  Difference(ConfigState from, ConfigState to, Grammar grammar) {
    this.grammar = grammar;
    this.from = from;
    Map<Identity, Setting> old = byIdentity(from);
    Map<Identity, Setting> now = byIdentity(to);
    removed =
        from.snapshot().settings().stream().filter(s -> !now.containsKey(Identity.of(s))).toList();
    added =
        to.snapshot().settings().stream().filter(s -> !s.equals(old.get(Identity.of(s)))).toList();
    asleepRemoved = missing(from.dormant(), to.dormant());
    asleepAdded = missing(to.dormant(), from.dormant());
  }

  private static Map<Identity, Setting> byIdentity(ConfigState state) {
    Map<Identity, Setting> map = new HashMap<>();
    state.snapshot().settings().forEach(s -> map.put(Identity.of(s), s));
    return map;
  }

  private static List<DormantLine> missing(List<DormantLine> of, List<DormantLine> in) {
    Set<Asleep> there = new HashSet<>();
    in.forEach(d -> there.add(Asleep.of(d)));
    return of.stream().filter(d -> !there.contains(Asleep.of(d))).toList();
  }

  /** Whether both are the same. */
  boolean isEmpty() {
    return removed.isEmpty() && added.isEmpty() && asleepRemoved.isEmpty() && asleepAdded.isEmpty();
  }

  /** The lines to type, secrets masked: first what goes, then what comes. */
  List<String> shown() {
    List<String> lines = new ArrayList<>();
    for (Context context : contextsOfRemoved()) {
      boolean global = context.equals(Context.GLOBAL);
      if (!global) {
        lines.add(selection(context));
      }
      String indentation = global ? "" : " ";
      removed.stream()
          .filter(s -> s.context().equals(context))
          .forEach(s -> lines.add(indentation + removal(s)));
      asleepRemoved.stream()
          .filter(d -> d.context().equals(context))
          .forEach(d -> lines.add(indentation + "no " + d.shown()));
    }
    ConfigState coming = new ConfigState(new ConfigSnapshot(added), List.of());
    lines.addAll(ConfigPrinter.masked(coming).all());
    for (DormantLine d : asleepAdded) {
      boolean global = d.context().equals(Context.GLOBAL);
      if (!global) {
        lines.add(selection(d.context()));
      }
      lines.add((global ? "" : " ") + d.shown());
    }
    return lines;
  }

  /** Global lines first; then a selection hides nothing from them. */
  private List<Context> contextsOfRemoved() {
    List<Context> contexts = new ArrayList<>(List.of(Context.GLOBAL));
    removed.forEach(s -> add(contexts, s.context()));
    asleepRemoved.forEach(d -> add(contexts, d.context()));
    return contexts;
  }

  private static void add(List<Context> contexts, Context context) {
    if (!contexts.contains(context)) {
      contexts.add(context);
    }
  }

  private static String selection(Context context) {
    if (context.kind() == Context.Kind.TUNNEL) {
      return "tunnel select " + context.number();
    }
    return "pp select " + (context.number() == 0 ? "anonymous" : context.number());
  }

  /** {@code no} and what tells the line from others. */
  private String removal(Setting s) {
    try {
      Viewer viewer = new Viewer(Level.ADMINISTRATOR, s.context(), true);
      Optional<Match> match = grammar.match("no " + s.line(), viewer);
      return "no " + match.map(Match::shown).orElse(s.shown());
    } catch (LineException e) {
      return "no " + s.shown(); // its command left in this instant
    }
  }

  /**
   * The first configuration with the lines somebody wants of this difference.
   *
   * @param wanted asked for each line, secrets masked, in the order of {@link #shown}
   */
  ConfigState choose(Predicate<String> wanted) {
    Draft draft = new Draft(from);
    for (Setting s : removed) {
      if (wanted.test(place(s.context()) + removal(s))) {
        draft.remove(s);
      }
    }
    for (DormantLine d : asleepRemoved) {
      if (wanted.test(place(d.context()) + "no " + d.shown())) {
        draft.dormant().remove(d);
      }
    }
    for (Setting s : added) {
      if (wanted.test(place(s.context()) + s.shown())) {
        draft.put(s);
      }
    }
    for (DormantLine d : asleepAdded) {
      if (wanted.test(place(d.context()) + d.shown())) {
        draft.dormant().add(d);
      }
    }
    return draft.state();
  }

  private static String place(Context context) {
    return context.equals(Context.GLOBAL) ? "" : selection(context) + " : ";
  }
}
