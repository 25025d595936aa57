package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The leading words of all commands as a tree. Immutable once built. */
final class WordTree {

  /**
   * Words an RTX does not begin commands with. They take no beginning away from a word it has:
   * {@code sh} is {@code show}, as it has been for everybody who types it daily.
   */
  private static final Set<String> YIELDING = Set.of("shell", "shutdown");

  private final TreeMap<String, WordTree> children = new TreeMap<>();
  private final List<Program> programs = new ArrayList<>();

  /** Makes the tree of some programs. */
  static WordTree of(List<Program> programs) {
    WordTree root = new WordTree();
    for (Program program : programs) {
      WordTree node = root;
      for (String word : program.words()) {
        node = node.children.computeIfAbsent(word, w -> new WordTree());
      }
      node.programs.add(program);
    }
    return root;
  }

  /** Words that may follow. */
  Map<String, WordTree> children() {
    return children;
  }

  /** The words that begin so. */
  Map<String, WordTree> startingWith(String prefix) {
    return children.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  /** The words that a word so typed may stand for. */
  Map<String, WordTree> meantBy(String prefix) {
    Map<String, WordTree> begun = startingWith(prefix);
    TreeMap<String, WordTree> others = new TreeMap<>(begun);
    others.keySet().removeAll(YIELDING);
    return others.size() == 1 ? others : begun;
  }

  /** Commands whose leading words end here. */
  List<Program> programs() {
    return programs;
  }

  /** All commands from here on. */
  List<Program> all() {
    List<Program> found = new ArrayList<>(programs);
    children.values().forEach(c -> found.addAll(c.all()));
    return found;
  }
}
