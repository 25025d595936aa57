package org.sekisho.api.config;

/** Privilege a command needs; a session has one of them. */
public enum Level {
  /** General user, prompt {@code >}. */
  USER,
  /** Administrator, prompt {@code #}. */
  ADMINISTRATOR
}
