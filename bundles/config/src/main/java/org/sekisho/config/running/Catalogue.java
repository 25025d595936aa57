package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.language.CompiledCommand;
import org.sekisho.config.language.Grammar;

/**
 * The commands of all contributors. Where two declare the same id the later one counts: while a
 * bundle is updated its new commands come before the old ones go. Those that only stand in count
 * where nobody else declares the id. Not thread-safe.
 */
final class Catalogue {

  private final EventLog log;
  private final Map<CommandContributor, List<CompiledCommand>> contributors = new LinkedHashMap<>();
  private Map<String, CompiledCommand> byId = Map.of();
  private Grammar grammar = new Grammar(List.of());

  Catalogue(EventLog log) {
    this.log = log;
  }

  void add(CommandContributor contributor) {
    List<CompiledCommand> compiled = new ArrayList<>();
    for (Command command : contributor.commands()) {
      try {
        compiled.add(new CompiledCommand(command, contributor.standsIn()));
      } catch (IllegalArgumentException e) {
        log.info("A command is left out: " + e.getMessage());
      }
    }
    contributors.put(contributor, compiled);
    rebuild();
  }

  void remove(CommandContributor contributor) {
    contributors.remove(contributor);
    rebuild();
  }

  private void rebuild() {
    Map<String, CompiledCommand> map = new LinkedHashMap<>();
    for (boolean standIn : new boolean[] {true, false}) {
      contributors.values().stream()
          .flatMap(List::stream)
          .filter(c -> c.standIn() == standIn)
          .forEach(c -> map.put(c.command().spec().id(), c));
    }
    byId = map;
    grammar = new Grammar(map.values());
  }

  /** What understands lines now. */
  Grammar grammar() {
    return grammar;
  }

  /** Whether exactly this declaration is in force. */
  boolean has(CommandSpec spec) {
    CompiledCommand command = byId.get(spec.id());
    return command != null && command.command().spec() == spec;
  }

  /** All commands by name. */
  Collection<Command> commands() {
    return byId.values().stream()
        .map(CompiledCommand::command)
        .sorted(Comparator.comparing(c -> c.spec().syntax()))
        .toList();
  }

  /** Ids that more than one contributor declares, stand-ins aside. */
  List<String> duplicates() {
    Map<String, Integer> count = new LinkedHashMap<>();
    for (List<CompiledCommand> list : contributors.values()) {
      list.stream()
          .filter(c -> !c.standIn())
          .forEach(c -> count.merge(c.command().spec().id(), 1, Integer::sum));
    }
    return count.keySet().stream().filter(id -> count.get(id) > 1).toList();
  }
}
