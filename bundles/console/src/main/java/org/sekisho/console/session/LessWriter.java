package org.sekisho.console.session;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers lines for {@link LessViewer}, which starts when the command is done. */
final class LessWriter extends Writer {

  /** More than any log or configuration has; an endless command must not fill the memory. */
  private static final int MOST_LINES = 200_000;

  private final Consumer<List<String>> viewer;
  private final Runnable stop;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  /**
   * Makes the writer.
   *
   * @param viewer gets the lines, without line ends, when the writer is closed
   * @param stop told when nothing more can be taken
   */
  LessWriter(Consumer<List<String>> viewer, Runnable stop) {
    this.viewer = viewer;
    this.stop = stop;
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        end();
      } else if (lines.size() < MOST_LINES) {
        line.append(text[i]);
      }
    }
  }

  @Override
  public void flush() {
    // Nothing is seen before the command is done.
  }

  @Override
  public void close() {
    if (!line.isEmpty()) {
      end();
    }
    if (!lines.isEmpty()) {
      viewer.accept(List.copyOf(lines));
      lines.clear();
    }
  }

  private void end() {
    if (lines.size() < MOST_LINES) {
      lines.add(line.toString().replace("\r", ""));
    } else {
      stop.run();
    }
    line.setLength(0);
  }
}
