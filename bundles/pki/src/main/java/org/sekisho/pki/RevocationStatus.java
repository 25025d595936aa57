package org.sekisho.pki;

/**
 * What a source says about a certificate.
 *
 * @param kind the answer
 * @param detail when it was revoked, or why nobody can tell
 */
record RevocationStatus(Kind kind, String detail) {

  /** The answer. */
  enum Kind {
    /** Not revoked. */
    GOOD,
    /** Revoked. */
    REVOKED,
    /** A source there is, but it cannot be had. */
    UNKNOWN,
    /** There is no source. */
    NO_SOURCE
  }

  static final RevocationStatus GOOD = new RevocationStatus(Kind.GOOD, "");
  static final RevocationStatus NO_SOURCE = new RevocationStatus(Kind.NO_SOURCE, "");

  static RevocationStatus unknown(String why) {
    return new RevocationStatus(Kind.UNKNOWN, why);
  }

  static RevocationStatus revoked(String since) {
    return new RevocationStatus(Kind.REVOKED, since);
  }

  boolean is(Kind other) {
    return kind == other;
  }
}
