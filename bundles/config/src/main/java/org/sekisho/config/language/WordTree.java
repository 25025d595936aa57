package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The leading words of all commands as a tree. Immutable once built. */
final class WordTree {

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
