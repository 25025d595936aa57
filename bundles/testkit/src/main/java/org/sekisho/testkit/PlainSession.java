package org.sekisho.testkit;

import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;

/**
 * An administrator who reads English, has selected nothing and answers nothing; a test overrides
 * what it needs to be otherwise.
 */
public abstract class PlainSession implements Session {

  /** Made by a test. */
  protected PlainSession() {}

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
    return Level.ADMINISTRATOR;
  }

  @Override
  public void level(Level level) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Context context() {
    return Context.GLOBAL;
  }

  @Override
  public void context(Context context) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }
}
