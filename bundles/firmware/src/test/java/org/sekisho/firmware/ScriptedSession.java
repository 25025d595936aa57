package org.sekisho.firmware;

import java.io.PrintWriter;
import org.sekisho.api.config.Level;
import org.sekisho.testkit.PlainSession;

/** A session without a person, which prints into a string. */
final class ScriptedSession extends PlainSession {

  private final PrintWriter out;

  ScriptedSession(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Level level() {
    return Level.USER;
  }

  @Override
  public PrintWriter out() {
    return out;
  }
}
