package org.sekisho.routing;

import java.io.PrintWriter;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.testkit.PlainSession;

/** A session that prints into a string and may be interrupted. */
final class TestSession extends PlainSession {

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
  public Level level() {
    return Level.USER;
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
  public boolean interrupted() {
    return interrupted;
  }

  @Override
  public void close() {
    interrupted = true;
  }
}
