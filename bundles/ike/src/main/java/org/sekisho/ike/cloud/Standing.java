package org.sekisho.ike.cloud;

/** How well a fact is known. */
public enum Standing {
  /** The vendor's documentation says so. */
  DOCUMENTED,
  /** It was seen in the log of a real tunnel. */
  OBSERVED,
  /** It is said, and nobody has confirmed it. */
  UNCONFIRMED
}
