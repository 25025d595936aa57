package org.sekisho.config.language;

import java.util.List;

/** What became of a word that was read as a value. */
sealed interface Parsed {

  /**
   * It is one.
   *
   * @param value the value
   * @param canonical how it is written in a configuration
   * @param fit how the word fits
   */
  record Value(Object value, String canonical, Fit fit) implements Parsed {}

  /**
   * It is none.
   *
   * @param fault why
   */
  record Failed(Fault fault) implements Parsed {}

  /**
   * It is the beginning of several keywords.
   *
   * @param words those
   */
  record Ambiguous(List<String> words) implements Parsed {}

  /** How a word fits, best first. */
  enum Fit {
    /** A keyword typed in full. */
    KEYWORD,
    /** A value with a form of its own. */
    VALUE,
    /** A value of a type that takes almost anything. */
    FREE,
    /** The beginning of a keyword. */
    PREFIX
  }

  /** Why a word is no value of some type. */
  enum Fault {
    /** Not among the keywords. */
    KEYWORD,
    /** Not among the words of an interface name. */
    INTERFACE,
    /** Not an integer. */
    NOT_AN_INTEGER,
    /** Outside the range. */
    OUT_OF_RANGE,
    /** Not an address. */
    ADDRESS,
    /** Too long, or not of the wanted form. */
    FORM,
    /** An asterisk in place of a secret. */
    MASKED
  }
}
