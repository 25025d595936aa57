package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;

/**
 * What became of each line of a file.
 *
 * @param lines those that hold something, in their order
 */
public record ImportReport(List<Entry> lines) {

  /** What becomes of a line. */
  public enum Verdict {
    /** It takes effect. */
    APPLIED,
    /** It is kept without effect. */
    STORED,
    /** It is left out. */
    REFUSED
  }

  /**
   * A line.
   *
   * @param number in the file, from 1
   * @param shown the line, secrets masked
   * @param verdict what becomes of it
   * @param column where it is wrong, from 0; −1 when it concerns the line as a whole
   * @param reason why it is not applied, null when it is
   * @param remarks what the whole configuration lacks at this line
   */
  public record Entry(
      int number, String shown, Verdict verdict, int column, Text reason, List<Text> remarks) {

    /** Copies the remarks. */
    public Entry {
      remarks = List.copyOf(remarks);
    }
  }

  /** Copies the list. */
  public ImportReport {
    lines = List.copyOf(lines);
  }

  /** How many lines have a verdict. */
  public long count(Verdict verdict) {
    return lines.stream().filter(l -> l.verdict() == verdict).count();
  }

  /** How many remarks there are. */
  public long remarks() {
    return lines.stream().mapToLong(l -> l.remarks().size()).sum();
  }

  /**
   * The report as text.
   *
   * @param language of the sentences
   * @param everything also the lines that are applied without remark
   */
  public List<String> text(Language language, boolean everything) {
    boolean japanese = language == Language.JAPANESE;
    List<String> text = new ArrayList<>();
    for (Entry line : lines) {
      boolean quiet = line.verdict() == Verdict.APPLIED && line.remarks().isEmpty();
      if (quiet && !everything) {
        continue;
      }
      text.add(
          String.format("%5d %s %s", line.number(), word(line.verdict(), japanese), line.shown()));
      if (line.reason() != null) {
        text.add(INDENT + line.reason().in(language) + column(line.column(), japanese));
      }
      line.remarks()
          .forEach(r -> text.add(INDENT + (japanese ? "注意: " : "note: ") + r.in(language)));
    }
    text.add(summary(japanese));
    return text;
  }

  private static final String INDENT = " ".repeat(15);

  private static String word(Verdict verdict, boolean japanese) {
    return switch (verdict) {
      case APPLIED -> japanese ? "有効    " : "applied ";
      case STORED -> japanese ? "保存のみ" : "stored  ";
      case REFUSED -> japanese ? "拒否    " : "refused ";
    };
  }

  private static String column(int column, boolean japanese) {
    if (column < 0) {
      return "";
    }
    return japanese ? " (" + (column + 1) + "文字目)" : " (column " + (column + 1) + ")";
  }

  private String summary(boolean japanese) {
    long applied = count(Verdict.APPLIED);
    long stored = count(Verdict.STORED);
    long refused = count(Verdict.REFUSED);
    if (japanese) {
      return lines.size()
          + "行: 有効 "
          + applied
          + "、保存のみ "
          + stored
          + "、拒否 "
          + refused
          + "、注意 "
          + remarks();
    }
    return lines.size()
        + (lines.size() == 1 ? " line: " : " lines: ")
        + applied
        + " applied, "
        + stored
        + " stored only, "
        + refused
        + " refused; "
        + remarks()
        + (remarks() == 1 ? " note" : " notes");
  }
}
