package org.sekisho.console.session;

import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Buffer;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** The line editor of a terminal session: JLine with the manners of an RTX. */
final class Editor {

  private static final String HELP = "sekisho-help";
  private static final String COMPLETE = "sekisho-complete";
  private static final String SPACE = "sekisho-space";
  private static final int HISTORY = 500;

  /** A longer line is refused; characters beyond this are not kept until then. */
  private static final int LONGEST = BoundedLines.LONGEST;

  /** What begins a number that says how often the next key counts. */
  private static final List<String> NUMBERS =
      List.of(LineReader.DIGIT_ARGUMENT, LineReader.NEG_ARGUMENT, LineReader.UNIVERSAL_ARGUMENT);

  /** Milliseconds after which no further character of a paste is expected. */
  private static final long PAUSE = 1;

  private final LineReaderImpl lines;
  private final LineReaderImpl answers;
  private volatile LineReader active;

  Editor(Terminal terminal, Completion completion) {
    lines = reader(terminal);
    lines.setVariable(LineReader.HISTORY_SIZE, HISTORY);
    lines.getWidgets().put(HELP, () -> help(completion));
    lines.getWidgets().put(COMPLETE, () -> complete(completion));
    lines.getWidgets().put(SPACE, () -> space(completion));
    lines.getWidgets().put(LineReader.SELF_INSERT, this::insert);
    for (String map : List.of(LineReader.MAIN, LineReader.EMACS, LineReader.VIINS)) {
      KeyMap<Binding> keys = lines.getKeyMaps().get(map);
      keys.bind(new Reference(HELP), "?");
      keys.bind(new Reference(COMPLETE), "\t");
      keys.bind(new Reference(SPACE), " ");
      bindCursorKeys(keys);
    }
    answers = reader(terminal);
    answers.setVariable(LineReader.DISABLE_HISTORY, true);
    answers.setVariable(LineReader.DISABLE_COMPLETION, true);
    // the lines of an embedded file may be indented by tabs
    answers.getKeyMaps().get(LineReader.MAIN).bind(new Reference(LineReader.SELF_INSERT), "\t");
    active = lines;
  }

  /** Cursor keys of terminals that were told of application mode and stay in normal mode. */
  private static void bindCursorKeys(KeyMap<Binding> keys) {
    keys.bind(new Reference(LineReader.UP_LINE_OR_SEARCH), "\u001b[A");
    keys.bind(new Reference(LineReader.DOWN_LINE_OR_SEARCH), "\u001b[B");
    keys.bind(new Reference(LineReader.FORWARD_CHAR), "\u001b[C");
    keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\u001b[D");
    keys.bind(new Reference(LineReader.BEGINNING_OF_LINE), "\u001b[H", "\u001b[1~");
    keys.bind(new Reference(LineReader.END_OF_LINE), "\u001b[F", "\u001b[4~");
    keys.bind(new Reference(LineReader.DELETE_CHAR), "\u001b[3~");
  }

  /** Reads a command line. */
  String line(String prompt) {
    active = lines;
    return lines.readLine(prompt.replace("%", "%%"));
  }

  /** Reads an answer, which is not remembered. */
  String answer(String prompt, boolean echo) {
    String literal = prompt.replace("%", "%%");
    active = answers;
    try {
      return echo ? answers.readLine(literal) : answers.readLine(literal, (char) 0);
    } finally {
      active = lines;
    }
  }

  /** Lines typed before, oldest first. */
  List<String> history() {
    List<String> typed = new ArrayList<>();
    lines.getHistory().forEach(entry -> typed.add(entry.line()));
    return typed;
  }

  /** Prints a line above the one being typed; any thread. */
  void printAbove(String text) {
    active.printAbove(text);
  }

  private static LineReaderImpl reader(Terminal terminal) {
    LineReaderImpl reader =
        (LineReaderImpl)
            LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("sekisho")
                .parser((line, cursor, context) -> new WholeLine(line, cursor, context))
                .build();
    reader.setOpt(Option.DISABLE_EVENT_EXPANSION);
    reader.setOpt(Option.HISTORY_IGNORE_DUPS);
    // A pasted configuration is lines to run, not one text to edit.
    reader.unsetOpt(Option.BRACKETED_PASTE);
    // What is kept of a line, of a number in front of a key and to undo would be without bound.
    for (String number : NUMBERS) {
      reader.getWidgets().put(number, () -> false);
    }
    reader.setVariable(LineReader.FEATURES_MAX_BUFFER_SIZE, -1);
    reader
        .getWidgets()
        .replaceAll(
            (name, widget) ->
                () -> {
                  boolean done = widget.apply();
                  cut(reader.getBuffer());
                  return done;
                });
    return reader;
  }

  private static void cut(Buffer buffer) {
    int tooMany = buffer.length() - LONGEST;
    if (tooMany > 0) {
      buffer.cursor(LONGEST);
      buffer.delete(tooMany);
    }
  }

  private boolean insert() {
    lines.getBuffer().write(lines.getLastBinding());
    insertRest();
    cut(lines.getBuffer());
    return true;
  }

  /**
   * Takes the characters that are there already without drawing the line after each: that is most
   * of the work when a long configuration is pasted.
   */
  private void insertRest() {
    Buffer buffer = lines.getBuffer();
    while (isPlain(lines.peekCharacter(PAUSE))) {
      int c = lines.readCharacter();
      if (buffer.length() < LONGEST) {
        buffer.write(c);
      }
    }
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c != '?' && !Character.isISOControl(c) && !Character.isSurrogate((char) c);
  }

  /** Spells a shortened word out, as an RTX does; a pasted line stays as it is. */
  private boolean space(Completion completion) {
    Buffer buffer = lines.getBuffer();
    if (!isPasted() && buffer.cursor() == buffer.length()) {
      String typed = buffer.toString();
      completion
          .wholeWord(typed)
          .ifPresent(
              word -> {
                buffer.backspace(Completion.lastWord(typed).length());
                buffer.write(word);
              });
    }
    buffer.write(' ');
    insertRest();
    return true;
  }

  private boolean help(Completion completion) {
    String typed = beforeCursor();
    if (completion.isLiteral(typed)) {
      lines.getBuffer().write('?');
      return true;
    }
    print(completion.help(typed));
    return true;
  }

  /** Completes what is typed by hand; in a paste a tab is a blank. */
  private boolean complete(Completion completion) {
    String typed = beforeCursor();
    if (typed.isBlank() || isPasted()) {
      lines.getBuffer().write(' ');
      return true;
    }
    Completion.Result result = completion.complete(typed);
    if (result.replacement().isEmpty() && !result.choices().isEmpty()) {
      print(result.choices());
    } else {
      lines.getBuffer().backspace(result.replaced());
      lines.getBuffer().write(result.replacement());
    }
    return true;
  }

  /** Whether the key in hand is followed by others too soon for a person. */
  private boolean isPasted() {
    return lines.peekCharacter(PAUSE) != NonBlockingReader.READ_EXPIRED;
  }

  private String beforeCursor() {
    return lines.getBuffer().upToCursor();
  }

  private void print(List<String> help) {
    if (!help.isEmpty()) {
      lines.printAbove(String.join("\n", help));
    }
  }

  /** The line as one word: quoting is the interpreter's business. */
  private record WholeLine(String line, int cursor, ParseContext context)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }
  }
}
