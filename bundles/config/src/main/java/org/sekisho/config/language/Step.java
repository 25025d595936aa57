package org.sekisho.config.language;

import java.util.List;

/** One step of a {@link Program}; the next one follows it unless said otherwise. */
sealed interface Step {

  /** Takes one word of the line. */
  sealed interface Take extends Step {}

  /** Takes a keyword. */
  record TakeWord(Node.Word node) implements Take {}

  /** Takes a value. */
  record TakeValue(Node.Value node) implements Take {}

  /**
   * Takes {@code word=value}.
   *
   * @param bit set in the thread's mask afterwards, and refused when it is set; 0 for an option
   *     that has a fixed place
   */
  record TakeOption(Node.Option node, int bit) implements Take {}

  /** Goes on at several places, the first preferred. */
  record Split(List<Integer> targets) implements Step {}

  /** Goes on elsewhere. */
  record Jump(int target) implements Step {}

  /** Clears bits of the mask. */
  record Clear(int bits) implements Step {}

  /** A repetition starts or ends. */
  record Group(boolean start) implements Step {}

  /** The command is complete here if the line is. */
  record Accept() implements Step {}

  /** The command is complete here, whatever follows in the line. */
  record AcceptAny() implements Step {}
}
