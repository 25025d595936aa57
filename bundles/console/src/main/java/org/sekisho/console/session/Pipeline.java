package org.sekisho.console.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.api.config.Text;

/**
 * A line with what stands behind its {@code |} signs. Only {@code show} and {@code less} lines have
 * pipes, as on an RTX; a sign counts when it is not quoted and has blanks on both sides.
 *
 * @param command the line before the first sign
 * @param json whether {@code | json} was typed; it makes what the others work on, so it stands
 *     first
 * @param greps filters in order
 * @param less whether {@code | less} or a {@code less} command was typed
 * @param error why the pipes cannot be, empty when they can
 */
record Pipeline(
    String command, boolean json, List<Grep> greps, boolean less, Optional<Text> error) {

  private static final Text KEYWORD = new Text("Illegal keyword", "パラメータのキーワードが認識できません");
  private static final Text COUNT =
      new Text("Insufficient or too many parameters", "パラメータの数が不適当です");

  private static final Text PATTERN =
      new Text(
          "The pattern of grep is wrong: close [ and (, and type \\ before a sign that means itself",
          "grep のパターンが正しくありません: [ や ( を閉じるか、記号そのものを検索する場合は直前に \\ を入力してください");

  static Pipeline parse(String line) {
    List<Integer> signs = isShow(line) ? signs(line) : List.of();
    boolean less = isLess(line);
    if (signs.isEmpty()) {
      return new Pipeline(line, false, List.of(), less, Optional.empty());
    }
    String command = line.substring(0, signs.get(0)).strip();
    List<Grep> greps = new ArrayList<>();
    boolean json = false;
    for (int i = 0; i < signs.size(); i++) {
      int end = i + 1 < signs.size() ? signs.get(i + 1) : line.length();
      List<String> words = words(line.substring(signs.get(i) + 1, end));
      String name = words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
      if (name.length() > 1 && "grep".startsWith(name)) {
        Optional<Grep> grep = Grep.parse(words.subList(1, words.size()));
        if (grep.isEmpty()) {
          return refused(
              command, Grep.hasPattern(words.subList(1, words.size())) ? PATTERN : COUNT);
        }
        greps.add(grep.get());
      } else if (name.length() > 1 && "less".startsWith(name)) {
        less = true;
      } else if (name.length() > 1 && "json".startsWith(name) && i == 0) {
        if (words.size() > 1) {
          return refused(command, COUNT);
        }
        json = true;
      } else {
        return refused(command, words.isEmpty() ? COUNT : KEYWORD);
      }
    }
    return new Pipeline(command, json, List.copyOf(greps), less, Optional.empty());
  }

  private static Pipeline refused(String command, Text why) {
    return new Pipeline(command, false, List.of(), false, Optional.of(why));
  }

  /** Whether a line that is being typed stands behind a pipe. */
  static boolean behindPipe(String line) {
    return isShow(line) && !signs(line + " ").isEmpty();
  }

  /** Whether the line is a {@code less} command. */
  static boolean isLess(String line) {
    String word = firstWord(line);
    return word.length() >= 2 && "less".startsWith(word);
  }

  private static boolean isShow(String line) {
    String word = firstWord(line);
    return isLess(line) || (word.length() >= 2 && "show".startsWith(word));
  }

  private static String firstWord(String line) {
    String typed = line.stripLeading();
    int end = 0;
    while (end < typed.length() && Character.isLetter(typed.charAt(end))) {
      end++;
    }
    return typed.substring(0, end).toLowerCase(Locale.ROOT);
  }

  /** Places of the signs that count. */
  private static List<Integer> signs(String line) {
    List<Integer> signs = new ArrayList<>();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'' || c == '"') {
        int close = line.indexOf(c, i + 1);
        i = close < 0 ? line.length() : close;
      } else if (c == '|' && i > 0 && isBlank(line, i - 1) && isBlank(line, i + 1)) {
        signs.add(i);
      }
    }
    return signs;
  }

  private static boolean isBlank(String line, int at) {
    return at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t');
  }

  /** Words; quotes fall away, backslashes stay because they mean something in a pattern. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        word.append(c).append(text.charAt(++i));
        inWord = true;
      } else if (c == '\'' || c == '"') {
        int close = text.indexOf(c, i + 1);
        int end = close < 0 ? text.length() : close;
        word.append(text, i + 1, end);
        i = end;
        inWord = true;
      } else if (c == ' ' || c == '\t') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
