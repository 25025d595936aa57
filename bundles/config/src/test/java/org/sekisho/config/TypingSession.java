package org.sekisho.config;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.testkit.PlainSession;

/** A session whose output is kept. */
public final class TypingSession extends PlainSession {

  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);
  private final Deque<String> answers = new ArrayDeque<>();
  private Level level = Level.ADMINISTRATOR;
  private Context context = Context.GLOBAL;
  private Language language = Language.ENGLISH;

  /** Chooses the language. */
  public TypingSession speaking(Language value) {
    language = value;
    return this;
  }

  /** Takes what was printed since the last call. */
  public List<String> printed() {
    out.flush();
    List<String> lines = written.toString().lines().toList();
    written.getBuffer().setLength(0);
    return lines;
  }

  @Override
  public String user() {
    return "kei";
  }

  @Override
  public String origin() {
    return "SSH";
  }

  @Override
  public Level level() {
    return level;
  }

  @Override
  public void level(Level value) {
    level = value;
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public void context(Context value) {
    context = value;
  }

  @Override
  public Language language() {
    return language;
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public boolean interactive() {
    return true;
  }

  /** What the person will answer to the next questions. */
  public void answers(String... values) {
    answers.addAll(List.of(values));
  }

  @Override
  public String ask(String prompt, boolean echo) {
    return answers.poll();
  }
}
