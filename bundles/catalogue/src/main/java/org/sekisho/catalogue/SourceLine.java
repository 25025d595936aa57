package org.sekisho.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Text;

/**
 * A line of a declaration file: words, then, behind bars between blanks, English and Japanese. Of a
 * line that starts with {@code @} and gives a reason, the English follows the first word.
 *
 * @param place file and line, for errors
 * @param indented whether it belongs to the command before
 * @param words what stands before the first bar
 * @param text the sentence behind it, null when there is none
 */
record SourceLine(String place, boolean indented, String words, Text text) {

  private static final String BAR = " \\| ";

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the line when it has one language only
   */
  static List<SourceLine> of(String file, String content) {
    List<SourceLine> lines = new ArrayList<>();
    int number = 0;
    for (String raw : content.split("\n", -1)) {
      number++;
      if (raw.isBlank() || raw.startsWith("#")) {
        continue;
      }
      String place = file + ":" + number;
      String[] parts = raw.strip().split(BAR, -1);
      String words = parts[0].strip();
      if (parts.length == 2 && words.startsWith("@")) {
        String verb = words.split(" ", 2)[0];
        Text reason = new Text(words.substring(verb.length()).strip(), parts[1].strip());
        lines.add(new SourceLine(place, false, verb, reason));
        continue;
      }
      if (parts.length != 1 && parts.length != 3) {
        throw new IllegalArgumentException(place + ": give English and Japanese, or neither");
      }
      Text text = parts.length == 3 ? new Text(parts[1].strip(), parts[2].strip()) : null;
      lines.add(new SourceLine(place, raw.startsWith(" "), words, text));
    }
    return lines;
  }

  /** The first word. */
  String verb() {
    int blank = words.indexOf(' ');
    return blank < 0 ? words : words.substring(0, blank);
  }

  /** What follows the first word. */
  String rest() {
    return words.substring(verb().length()).strip();
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(place + ": " + what);
  }

  /** The sentence, which must be there. */
  Text requiredText() {
    if (text == null) {
      throw wrong("English and Japanese are missing");
    }
    return text;
  }
}
