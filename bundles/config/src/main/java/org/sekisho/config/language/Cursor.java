package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where matching stands between two words: a place in the tree of leading words, and the threads of
 * commands whose leading words are behind. All possibilities advance together, word by word, so
 * time grows with the length of the line only.
 */
final class Cursor {

  /** One possibility. */
  record Branch(Program program, int pc, int mask, Piece piece) {

    Step step() {
      return program.steps().get(pc);
    }
  }

  private record Visit(Program program, int pc, int mask) {}

  private final WordTree tree;
  private final Piece treePiece;
  private final List<Branch> threads = new ArrayList<>();
  private final List<Branch> complete = new ArrayList<>();
  private final Set<Visit> visited = new HashSet<>();

  /** Starts before the first word. */
  Cursor(WordTree root) {
    this(root, null);
  }

  /**
   * Makes a place.
   *
   * @param tree place in the tree, null when no leading word may follow
   * @param treePiece the leading words taken
   */
  Cursor(WordTree tree, Piece treePiece) {
    this.tree = tree;
    this.treePiece = treePiece;
    if (tree != null) {
      tree.programs().forEach(p -> add(new Branch(p, 0, 0, treePiece)));
    }
  }

  /** The place in the tree, null for none. */
  WordTree tree() {
    return tree;
  }

  /** The leading words taken, null for none. */
  Piece treePiece() {
    return treePiece;
  }

  /** Possibilities that take another word, preferred first. */
  List<Branch> threads() {
    return threads;
  }

  /** Possibilities that are complete. */
  List<Branch> complete() {
    return complete;
  }

  /** Whether nothing is possible. */
  boolean dead() {
    return tree == null && threads.isEmpty() && complete.isEmpty();
  }

  /** Adds a possibility, following the steps that take no word. */
  void add(Branch t) {
    if (!visited.add(new Visit(t.program(), t.pc(), t.mask()))) {
      return;
    }
    Step step = t.step();
    int next = t.pc() + 1;
    if (step instanceof Step.Take) {
      threads.add(t);
    } else if (step instanceof Step.Accept || step instanceof Step.AcceptAny) {
      complete.add(t);
    } else if (step instanceof Step.Jump s) {
      add(new Branch(t.program(), s.target(), t.mask(), t.piece()));
    } else if (step instanceof Step.Clear s) {
      add(new Branch(t.program(), next, t.mask() & ~s.bits(), t.piece()));
    } else if (step instanceof Step.Group s) {
      add(new Branch(t.program(), next, t.mask(), Piece.group(t.piece(), s.start())));
    } else if (step instanceof Step.Split s) {
      for (int target : s.targets()) {
        add(new Branch(t.program(), target, t.mask(), t.piece()));
      }
    }
  }
}
