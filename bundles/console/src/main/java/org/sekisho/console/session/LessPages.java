package org.sekisho.console.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/** Lines cut into the rows of a screen, and the part of them that is seen. Not thread-safe. */
final class LessPages {

  private static final int TAB = 8;

  private final List<String> lines;
  private final List<Row> rows = new ArrayList<>();
  private int height = 1;
  private int top;
  private int hit = -1;

  /** Lines without their line ends; at least one. */
  LessPages(List<String> lines) {
    this.lines = lines.stream().map(LessPages::printable).toList();
  }

  /**
   * A row of the screen.
   *
   * @param line number of its line, from 0
   * @param text its part of the line
   */
  private record Row(int line, String text) {}

  /**
   * Fits the lines to a screen; the line on top stays on top.
   *
   * @param columns its width
   * @param height rows for text
   */
  void fit(int columns, int height) {
    int line = rows.isEmpty() ? 0 : rows.get(top).line();
    this.height = Math.max(1, height);
    rows.clear();
    for (int i = 0; i < lines.size(); i++) {
      cut(i, Math.max(2, columns));
    }
    top = bounded(rowOf(line));
  }

  /** Moves by rows, down when positive. */
  void move(int count) {
    top = bounded(top + count);
    hit = -1;
  }

  /** Puts a line on top, counted from 1; a number beyond the last goes to the end. */
  void goTo(int line) {
    top = line > lines.size() ? bounded(rows.size()) : bounded(rowOf(Math.max(0, line - 1)));
    hit = -1;
  }

  /**
   * Looks for a line and puts it on top.
   *
   * @param again whether the line found last, or the one on top, is passed over
   * @param forward the direction
   * @return whether there is one
   */
  boolean find(Pattern pattern, boolean again, boolean forward) {
    int step = forward ? 1 : -1;
    int from = hit >= 0 ? hit : rows.get(top).line();
    for (int i = again ? from + step : from; i >= 0 && i < lines.size(); i += step) {
      if (pattern.matcher(lines.get(i)).find()) {
        top = bounded(rowOf(i));
        hit = i;
        return true;
      }
    }
    return false;
  }

  /** The rows that are seen. */
  List<String> page() {
    return rows.subList(top, Math.min(rows.size(), top + height)).stream().map(Row::text).toList();
  }

  /** Rows for text. */
  int height() {
    return height;
  }

  /** Whether everything fits on one screen. */
  boolean fits() {
    return rows.size() <= height;
  }

  /** Whether the last row is seen. */
  boolean atEnd() {
    return top + height >= rows.size();
  }

  /** Which lines are seen: {@code 1-23/120}. */
  String place() {
    int last = Math.min(rows.size(), top + height) - 1;
    return (rows.get(top).line() + 1) + "-" + (rows.get(last).line() + 1) + "/" + lines.size();
  }

  private int bounded(int row) {
    return Math.max(0, Math.min(row, rows.size() - height));
  }

  private int rowOf(int line) {
    int row = 0;
    while (row < rows.size() - 1 && rows.get(row).line() < line) {
      row++;
    }
    return row;
  }

  private void cut(int number, int columns) {
    String line = lines.get(number);
    int from = 0;
    int width = 0;
    int at = 0;
    while (at < line.length()) {
      int point = line.codePointAt(at);
      int wide = Math.max(0, WCWidth.wcwidth(point));
      if (width + wide > columns) {
        rows.add(new Row(number, line.substring(from, at)));
        from = at;
        width = 0;
      }
      width += wide;
      at += Character.charCount(point);
    }
    rows.add(new Row(number, line.substring(from)));
  }

  /** No character may move the cursor but by its width. */
  private static String printable(String line) {
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              if (c == '\t') {
                text.append(" ".repeat(TAB - text.length() % TAB));
              } else if (!Character.isISOControl(c)) {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
