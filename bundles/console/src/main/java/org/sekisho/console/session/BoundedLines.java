package org.sekisho.console.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Lines of standard input, of which at most {@link #LONGEST} characters are kept: what never ends
 * costs no memory. Not thread-safe.
 */
final class BoundedLines implements Iterator<String> {

  /** One more than any line of the command language may have, so that it is refused, not cut. */
  static final int LONGEST = 4096;

  private final BufferedReader input;
  private String next;
  private boolean afterReturn;

  BoundedLines(BufferedReader input) {
    this.input = input;
  }

  /**
   * The next line without its end, or {@code null} when there is none.
   *
   * @throws IOException when the other side is gone
   */
  String read() throws IOException {
    if (next != null) {
      String line = next;
      next = null;
      return line;
    }
    int c = input.read();
    if (c == '\n' && afterReturn) {
      c = input.read(); // one end of line in two characters
    }
    afterReturn = false;
    if (c < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    while (c >= 0 && c != '\n' && c != '\r') {
      if (line.length() < LONGEST) {
        line.append((char) c);
      }
      c = input.read();
    }
    afterReturn = c == '\r';
    return line.toString();
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return next != null;
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String line = next;
    next = null;
    return line;
  }
}
