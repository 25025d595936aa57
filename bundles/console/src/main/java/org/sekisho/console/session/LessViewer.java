package org.sekisho.console.session;

import static org.jline.keymap.KeyMap.ctrl;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.sekisho.api.config.Text;

/**
 * Shows lines on the whole screen with the keys an RTX has for {@code less}: f b j k d u g G / n N
 * q, each after a number where that makes sense, and the keys terminals have for the same. Runs on
 * the session's thread; {@link #resized} may be called by others.
 */
final class LessViewer {

  private static final Text END = new Text("(END)", "(終わり)");
  private static final Text NOT_FOUND = new Text("Pattern not found", "パターンが見つかりません");
  private static final Text BAD_PATTERN = new Text("Not a pattern", "パターンが正しくありません");
  private static final Text NO_PATTERN = new Text("Type /PATTERN first", "先に /パターン を入力してください");
  private static final int MOST = 1_000_000;
  private static final int ESCAPE = 27;
  private static final int LONGEST_PATTERN = 200;
  private static final KeyMap<Act> KEYS = keys();

  private final Terminal terminal;
  private final ConsoleSession session;
  private final LessPages pages;
  private final BindingReader reader;
  private Optional<Pattern> pattern = Optional.empty();
  private String message = "";

  private enum Act {
    DIGIT,
    LINE_FORWARD,
    LINE_BACK,
    PAGE_FORWARD,
    PAGE_BACK,
    HALF_FORWARD,
    HALF_BACK,
    FIRST,
    LAST,
    SEARCH,
    NEXT,
    PREVIOUS,
    REDRAW,
    QUIT,
    OTHER
  }

  /**
   * Makes a viewer.
   *
   * @param terminal raw, and without signals from keys
   * @param lines at least one
   */
  LessViewer(Terminal terminal, ConsoleSession session, List<String> lines) {
    this.terminal = terminal;
    this.session = session;
    pages = new LessPages(lines);
    reader = new BindingReader(terminal.reader());
  }

  private static KeyMap<Act> keys() {
    KeyMap<Act> keys = new KeyMap<>();
    keys.setAmbiguousTimeout(100);
    keys.setNomatch(Act.OTHER);
    keys.setUnicode(Act.OTHER);
    for (char c = '0'; c <= '9'; c++) {
      keys.bind(Act.DIGIT, String.valueOf(c));
    }
    keys.bind(Act.LINE_FORWARD, "j", "e", "\r", "\n", ctrl('N'), ctrl('E'), "\u001b[B", "\u001bOB");
    keys.bind(Act.LINE_BACK, "k", "y", ctrl('P'), ctrl('Y'), ctrl('K'), "\u001b[A", "\u001bOA");
    keys.bind(Act.PAGE_FORWARD, "f", " ", ctrl('F'), ctrl('V'), "\u001b[6~");
    keys.bind(Act.PAGE_BACK, "b", ctrl('B'), "\u001b[5~");
    keys.bind(Act.HALF_FORWARD, "d", ctrl('D'));
    keys.bind(Act.HALF_BACK, "u", ctrl('U'));
    keys.bind(Act.FIRST, "g", "<", "\u001b[H", "\u001bOH", "\u001b[1~");
    keys.bind(Act.LAST, "G", ">", "\u001b[F", "\u001bOF", "\u001b[4~");
    keys.bind(Act.SEARCH, "/");
    keys.bind(Act.NEXT, "n");
    keys.bind(Act.PREVIOUS, "N");
    keys.bind(Act.REDRAW, "r", "R", ctrl('L'), ctrl('R'));
    keys.bind(Act.QUIT, "q", "Q", ctrl('C'));
    return keys;
  }

  /** Shows the lines until the user leaves; prints them when they fit on the screen as it is. */
  void show() {
    fit();
    if (pages.fits()) {
      pages.page().forEach(terminal.writer()::println);
      terminal.flush();
      return;
    }
    terminal.puts(Capability.enter_ca_mode);
    draw();
    try {
      obey();
    } finally {
      terminal.puts(Capability.exit_ca_mode);
      terminal.flush();
    }
  }

  /** The screen has another size. */
  synchronized void resized() {
    fit();
    draw();
  }

  private void obey() {
    int number = 0;
    while (!session.closed()) {
      Act act = reader.readBinding(KEYS);
      if (act == null || act == Act.QUIT) {
        return;
      }
      if (act == Act.DIGIT) {
        number = Math.min(MOST, number * 10 + reader.getLastBinding().charAt(0) - '0');
      } else {
        act(act, number);
        number = 0;
      }
    }
  }

  private void act(Act act, int number) {
    String typed = act == Act.SEARCH ? askPattern() : "";
    synchronized (this) {
      message = "";
      int page = pages.height();
      switch (act) {
        case LINE_FORWARD -> pages.move(orElse(number, 1));
        case LINE_BACK -> pages.move(-orElse(number, 1));
        case PAGE_FORWARD -> pages.move(orElse(number, page));
        case PAGE_BACK -> pages.move(-orElse(number, page));
        case HALF_FORWARD -> pages.move(orElse(number, Math.max(1, page / 2)));
        case HALF_BACK -> pages.move(-orElse(number, Math.max(1, page / 2)));
        case FIRST -> pages.goTo(orElse(number, 1));
        case LAST -> pages.goTo(orElse(number, MOST));
        case SEARCH -> search(typed);
        case NEXT -> find(true, true);
        case PREVIOUS -> find(true, false);
        default -> {
          // a key without meaning only takes the message away
        }
      }
      draw();
    }
  }

  private static int orElse(int number, int otherwise) {
    return number == 0 ? otherwise : number;
  }

  private void search(String typed) {
    if (!typed.isEmpty()) {
      pattern = Grep.pattern(typed);
      if (pattern.isEmpty()) {
        message = BAD_PATTERN.in(session.language());
        return;
      }
    }
    find(typed.isEmpty(), true);
  }

  private void find(boolean again, boolean forward) {
    if (pattern.isEmpty()) {
      message = NO_PATTERN.in(session.language());
    } else if (!pages.find(pattern.get(), again, forward)) {
      message = NOT_FOUND.in(session.language());
    }
  }

  /** Reads what follows {@code /} on the lowest line; empty when the user thought better of it. */
  private String askPattern() {
    StringBuilder typed = new StringBuilder();
    while (true) {
      synchronized (this) {
        message = "/" + typed;
        drawStatus();
      }
      int key = reader.readCharacter();
      if (key == '\r' || key == '\n') {
        return typed.toString();
      }
      if (key == NonBlockingReader.EOF || key == 3 || key == ESCAPE) {
        return "";
      }
      if (key == '\b' || key == 127) {
        if (typed.isEmpty()) {
          return "";
        }
        typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
      } else if (!Character.isISOControl(key) && typed.length() < LONGEST_PATTERN) {
        typed.appendCodePoint(key);
      }
    }
  }

  private void fit() {
    int columns = terminal.getWidth() > 0 ? terminal.getWidth() : 80;
    int rows = terminal.getHeight() > 0 ? terminal.getHeight() : 24;
    pages.fit(columns, rows - 1);
  }

  private void draw() {
    StringBuilder screen = new StringBuilder("\u001b[H");
    for (String row : pages.page()) {
      screen.append(marked(row)).append("\u001b[K\r\n");
    }
    screen.append("\u001b[J");
    terminal.writer().print(screen);
    drawStatus();
  }

  private void drawStatus() {
    String status = message;
    if (status.isEmpty()) {
      status = pages.place() + (pages.atEnd() ? " " + END.in(session.language()) : "");
    }
    boolean typing = status.startsWith("/");
    String text = typing ? status : "\u001b[7m" + status + "\u001b[0m";
    terminal.writer().print("\r\u001b[K" + text);
    terminal.flush();
  }

  private String marked(String row) {
    if (pattern.isEmpty()) {
      return row;
    }
    StringBuilder text = new StringBuilder();
    Matcher found = pattern.get().matcher(row);
    int done = 0;
    while (found.find()) {
      if (found.end() > found.start()) {
        text.append(row, done, found.start()).append("\u001b[7m").append(found.group());
        text.append("\u001b[0m");
        done = found.end();
      }
    }
    return text.append(row, done, row.length()).toString();
  }
}
