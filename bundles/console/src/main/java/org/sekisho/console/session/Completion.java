package org.sekisho.console.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jline.utils.WCWidth;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.Session;
import org.sekisho.api.config.Text;

/** What TAB inserts and what {@code ?} prints. */
final class Completion {

  private static final List<Candidate> PIPES =
      List.of(
          candidate("grep", "Prints the lines that match a pattern", "パターンに一致する行を表示する"),
          candidate("json", "Prints as JSON, for scripts", "JSON形式で表示する (スクリプト用)"),
          candidate("less", "Prints page by page", "ページ単位で表示する"));

  /** More than anybody reads; there may be thousands of tunnels. */
  private static final int MOST_LISTED = 200;

  private final Session session;
  private final Function<String, List<Candidate>> source;

  /**
   * Makes the completion of a session.
   *
   * @param source what may be typed at the end of a line
   */
  Completion(Session session, Function<String, List<Candidate>> source) {
    this.session = session;
    this.source = source;
  }

  /**
   * What TAB does.
   *
   * @param replaced characters before the cursor to remove
   * @param replacement text to insert in their place, empty when there is nothing sure to insert
   * @param choices lines to print when the text is ambiguous
   */
  record Result(int replaced, String replacement, List<String> choices) {}

  /**
   * Whether {@code ?} is an ordinary character there: in quotes, after a backslash, in a comment.
   */
  boolean isLiteral(String typed) {
    char quote = 0;
    boolean wordStart = true;
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\\') {
        if (i + 1 == typed.length()) {
          return true;
        }
        i++;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '#' && wordStart) {
        return true;
      }
      wordStart = c == ' ' || c == '\t';
    }
    return quote != 0;
  }

  /** What {@code ?} prints: {@code ? word word …}, and a line of help for each parameter. */
  List<String> help(String typed) {
    List<Candidate> candidates = candidates(typed);
    List<String> lines = new ArrayList<>(wrapped(labels(candidates)));
    Set<Text> told = new HashSet<>();
    for (Candidate c : candidates) {
      boolean value = c.token().isEmpty() || c.token().endsWith("=") || candidates.size() == 1;
      if (value && told.add(c.help())) {
        lines.add("  " + c.label() + ": " + c.help().in(session.language()));
      }
    }
    // the words of one parameter share their help
    if (told.isEmpty() && candidates.stream().map(Candidate::help).distinct().count() == 1) {
      lines.add("  " + candidates.get(0).help().in(session.language()));
    }
    return lines;
  }

  /** What TAB does with a line. */
  Result complete(String typed) {
    String word = lastWord(typed);
    List<String> tokens = new ArrayList<>();
    List<Candidate> candidates = candidates(typed);
    for (Candidate c : candidates) {
      if (!c.token().isEmpty() && startsWith(c.token(), word)) {
        tokens.add(c.token());
      }
    }
    if (tokens.isEmpty()) {
      return new Result(0, "", help(typed));
    }
    if (tokens.size() == 1 && (candidates.size() == 1 || !word.isEmpty())) {
      String token = tokens.get(0);
      return new Result(word.length(), token.endsWith("=") ? token : token + " ", List.of());
    }
    String common = commonStart(tokens);
    return common.length() > word.length()
        ? new Result(word.length(), common, List.of())
        : new Result(0, "", help(typed));
  }

  /**
   * The keyword that the last word of a line is the beginning of, where nothing else can be meant.
   *
   * @return empty when the word is whole, ambiguous, wrong, or a value
   */
  Optional<String> wholeWord(String typed) {
    String word = lastWord(typed);
    if (word.isEmpty() || isLiteral(typed)) {
      return Optional.empty();
    }
    List<Candidate> candidates = candidates(typed);
    return candidates.size() == 1
        ? Optional.of(candidates.get(0).token())
            .filter(t -> startsWith(t, word) && t.length() > word.length() && !t.endsWith("="))
        : Optional.empty();
  }

  private List<Candidate> candidates(String typed) {
    if (Pipeline.behindPipe(typed)) {
      String word = lastWord(typed);
      return PIPES.stream().filter(c -> startsWith(c.token(), word)).toList();
    }
    return source.apply(asShow(typed));
  }

  /** What may stand behind {@code less config} is what may stand behind {@code show config}. */
  private static String asShow(String typed) {
    String[] words = typed.stripLeading().split("[ \t]+", 3);
    return words.length == 3 && Pipeline.isLess(typed)
        ? "show " + words[1] + " " + words[2]
        : typed;
  }

  private static List<String> labels(List<Candidate> candidates) {
    List<String> labels = new ArrayList<>();
    for (Candidate c : candidates) {
      if (c.token().isEmpty() || labels.size() < MOST_LISTED) {
        labels.add(c.label());
      } else if (labels.size() == MOST_LISTED) {
        labels.add("...");
      }
    }
    return labels;
  }

  private List<String> wrapped(List<String> labels) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("?");
    int width = 1;
    for (String label : labels) {
      int needed = 1 + width(label);
      if (width + needed > session.columns() - 1 && width > 1) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
        width = 1;
      }
      line.append(' ').append(label);
      width += needed;
    }
    lines.add(line.toString());
    return lines;
  }

  private static int width(String text) {
    return text.codePoints().map(p -> Math.max(0, WCWidth.wcwidth(p))).sum();
  }

  /** What is typed of the word at the end, empty behind a blank. */
  static String lastWord(String typed) {
    int blank = Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\t'));
    return typed.substring(blank + 1);
  }

  private static boolean startsWith(String token, String beginning) {
    return token.toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT));
  }

  private static String commonStart(List<String> tokens) {
    String common = tokens.get(0);
    for (String token : tokens) {
      int i = 0;
      while (i < Math.min(common.length(), token.length()) && common.charAt(i) == token.charAt(i)) {
        i++;
      }
      common = common.substring(0, i);
    }
    return common;
  }

  private static Candidate candidate(String word, String english, String japanese) {
    return new Candidate(word, word, new Text(english, japanese));
  }
}
