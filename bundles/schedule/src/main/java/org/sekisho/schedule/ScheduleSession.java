package org.sekisho.schedule;

import java.io.PrintWriter;
import java.io.Writer;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;

/** Nobody: an administrator who reads nothing and answers nothing. Used for one command. */
final class ScheduleSession implements Session {

  private final PrintWriter out = new PrintWriter(Writer.nullWriter());
  private Context context;
  private Level level = Level.ADMINISTRATOR;

  ScheduleSession(Context context) {
    this.context = context;
  }

  @Override
  public String user() {
    return "";
  }

  @Override
  public String origin() {
    return "SCHEDULE";
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
    // ends with its command
  }
}
