package org.sekisho.firmware;

import java.io.PrintWriter;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;

/** A session without a person, which prints into a string. */
final class ScriptedSession implements Session {

  private final PrintWriter out;

  ScriptedSession(PrintWriter out) {
    this.out = out;
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
    return Language.ENGLISH;
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
    return false;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("not needed here");
  }
}
