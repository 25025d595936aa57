package org.sekisho.console.session;

import java.io.IOException;
import java.io.Writer;
import java.util.function.IntSupplier;
import org.jline.utils.WCWidth;

/**
 * Stops output after each page and waits for a key: blank for a page, Enter for a line, {@code q}
 * or Ctrl-C to leave the rest out. Runs on the thread that writes.
 */
final class Pager extends Writer {

  private static final int CTRL_C = 3;

  private final Writer screen;
  private final IntSupplier key;
  private final Runnable stop;
  private final int lines;
  private final int columns;
  private final String question;
  private int row;
  private int column;
  private boolean full;
  private boolean stopped;

  /**
   * Makes a pager.
   *
   * @param screen where output goes; stays open
   * @param key waits for a key and gives its character, −1 when the session is over
   * @param stop told when the user wants no more
   * @param lines lines of a page, the one of the question included
   * @param columns width, where longer lines wrap
   * @param question printed at the end of a page
   */
  Pager(Writer screen, IntSupplier key, Runnable stop, int lines, int columns, String question) {
    this.screen = screen;
    this.key = key;
    this.stop = stop;
    this.lines = Math.max(2, lines);
    this.columns = Math.max(1, columns);
    this.question = question;
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    int done = from;
    int at = from;
    while (at < from + length && !stopped) {
      if (full) {
        screen.write(text, done, at - done);
        done = at;
        ask();
        continue;
      }
      int point = Character.codePointAt(text, at, from + length);
      if (column > 0 && column + width(point) > columns) {
        nextRow();
        continue; // the question comes before the character that starts the next page
      }
      at += Character.charCount(point);
      advance(point);
    }
    if (!stopped) {
      screen.write(text, done, at - done);
    }
  }

  @Override
  public void flush() throws IOException {
    screen.flush();
  }

  @Override
  public void close() throws IOException {
    screen.flush();
  }

  private void advance(int point) {
    if (point == '\n') {
      nextRow();
      return;
    }
    if (point == '\r') {
      column = 0;
      return;
    }
    column += width(point);
  }

  private void nextRow() {
    column = 0;
    row++;
    full = row >= lines - 1;
  }

  private void ask() throws IOException {
    screen.write(question);
    screen.flush();
    boolean answered = false;
    while (!answered) {
      answered = true;
      switch (key.getAsInt()) {
        case ' ' -> row = 0;
        case '\r', '\n' -> row = lines - 2;
        case 'q', 'Q', CTRL_C, -1 -> {
          stopped = true;
          stop.run();
        }
        default -> answered = false;
      }
    }
    full = false;
    screen.write("\r" + " ".repeat(width(question)) + "\r");
    screen.flush();
  }

  private static int width(int point) {
    return Math.max(0, WCWidth.wcwidth(point));
  }

  private static int width(String text) {
    return text.codePoints().map(Pager::width).sum();
  }
}
