package org.sekisho.ike.diagnosis;

/** A field of a proposal, as a configuration line sets it. */
public enum Field {
  /** Encryption. */
  CIPHER,
  /** Integrity algorithm, and for IKE SAs the pseudo-random function of the same hash. */
  HASH,
  /** Key exchange method. */
  GROUP
}
