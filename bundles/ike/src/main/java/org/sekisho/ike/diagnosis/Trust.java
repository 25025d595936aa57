package org.sekisho.ike.diagnosis;

/** Who vouches for what the peer said, the least first. */
public enum Trust {
  /** Nobody: it came from an address no line names. */
  STRANGER,
  /** It came from the gateway's address, or answered what we sent there; not authenticated. */
  ADDRESS,
  /** The peer proved who it is, or the matter concerns this router alone. */
  AUTHENTICATED
}
