package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.config.language.ErrorTexts;
import org.sekisho.config.language.Match;

/**
 * Lines that are followed by lines of text ({@code embedded file NAME <<EOF}), up to one that holds
 * the mark alone. The text is part of the setting's line.
 */
public final class EmbeddedText {

  /** Id of the command. */
  public static final String ID = "embedded file";

  /** Parameter that names the mark, with {@code <<} before it. */
  public static final String MARK = "MARK";

  private EmbeddedText() {}

  /** Whether lines of text follow the line. */
  public static boolean isHead(Match match) {
    return !match.no() && match.spec().id().equals(ID);
  }

  /** The line that ends the text. */
  public static String endOf(Match head) {
    return head.arguments().text(MARK).substring(2);
  }

  /**
   * The line with its text.
   *
   * @param text the lines behind it, the mark included; what follows the mark is not read
   * @return empty when the mark is missing
   */
  public static Optional<Match> whole(Match head, String... text) {
    int end = Arrays.asList(text).stream().map(String::strip).toList().indexOf(endOf(head));
    if (end < 0) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>(List.of(text).subList(0, end));
    lines.add(endOf(head));
    String body = "\n" + String.join("\n", lines);
    return Optional.of(
        new Match(
            head.command(), false, head.arguments(), head.line() + body, head.shown() + body));
  }

  /** The mark is missing. */
  static CommandError open(Match head) {
    String end = endOf(head);
    return ErrorTexts.refused(
        "The text must end with a line that holds " + end + " alone",
        "テキストの最後に " + end + " だけの行を記述してください");
  }
}
