package org.sekisho.routing;

import java.io.PrintWriter;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;

/** A session that prints into a string and may be interrupted. */
final class TestSession implements Session {

  private final PrintWriter out;
  private final Language language;
  private volatile boolean interrupted;

  TestSession(PrintWriter out, Language language) {
    this.out = out;
    this.language = language;
  }

  void interrupt() {
    interrupted = true;
  }

  @Override
  public String user() {
    return "";
  }

  @Override
  public String origin() {
    return "TEST";
  }

  @Override
  public Level level() {
    return Level.USER;
  }

  @Override
  public void level(Level level) {
    throw new UnsupportedOperationException("not needed here");
  }

  @Override
  public Context context() {
    return Context.GLOBAL;
  }

  @Override
  public void context(Context context) {
    throw new UnsupportedOperationException("not needed here");
  }

  @Override
  public Language language() {
    return language;
  }

  @Override
  public int columns() {
    return 80;
  }

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public String ask(String prompt, boolean echo) {
    return null;
  }

  @Override
  public boolean interrupted() {
    return interrupted;
  }

  @Override
  public void close() {
    interrupted = true;
  }
}
