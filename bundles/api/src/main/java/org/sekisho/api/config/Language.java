package org.sekisho.api.config;

/** Language of messages, chosen by {@code console character}. */
public enum Language {
  /** {@code en.ascii}. */
  ENGLISH,
  /** {@code ja.utf8} and its elder siblings. */
  JAPANESE
}
