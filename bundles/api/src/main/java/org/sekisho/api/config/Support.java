package org.sekisho.api.config;

/** Whether a known setting has an effect on this router. */
public sealed interface Support {

  /** The setting takes effect. */
  record Applied() implements Support {}

  /**
   * The setting is kept and shown but has no effect; {@code show config unsupported} lists it.
   *
   * @param reason one sentence
   */
  record Stored(Text reason) implements Support {}

  /**
   * The setting is refused.
   *
   * @param reason one sentence that says what to do instead
   */
  record Refused(Text reason) implements Support {}
}
