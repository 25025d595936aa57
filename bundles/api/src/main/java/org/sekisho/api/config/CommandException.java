package org.sekisho.api.config;

/** An operation could not be done; the console prints the sentence after {@code Error: }. */
public final class CommandException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Text text;

  /** A sentence in both languages. */
  public CommandException(String english, String japanese) {
    super(english);
    text = new Text(english, japanese);
  }

  /** The sentence. */
  public Text text() {
    return text;
  }
}
