package org.sekisho.config.language;

import org.sekisho.api.config.CommandError;

/** A line was refused. */
public final class LineException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient CommandError error;

  /** Carries the refusal. */
  public LineException(CommandError error) {
    super(error.text().english());
    this.error = error;
  }

  /** Why. */
  public CommandError error() {
    return error;
  }
}
