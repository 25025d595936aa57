package org.sekisho.console.session;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Lets the lines through that a {@link Grep} passes. */
final class GrepWriter extends FilterWriter {

  private final Grep grep;
  private final StringBuilder line = new StringBuilder();

  GrepWriter(Writer next, Grep grep) {
    super(next);
    this.grep = grep;
  }

  @Override
  public void write(int c) throws IOException {
    if (c == '\n') {
      emit();
    } else if (c != '\r') {
      line.append((char) c);
    }
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(text.charAt(i));
    }
  }

  /** Passes the last line on, also without a line end, and closes the next writer. */
  @Override
  public void close() throws IOException {
    if (!line.isEmpty()) {
      emit();
    }
    out.close();
  }

  private void emit() throws IOException {
    if (grep.passes(line.toString())) {
      out.write(line.append('\n').toString());
    }
    line.setLength(0);
  }
}
