package org.sekisho.ike.message;

/** Security protocol identifiers (RFC 7296 section 3.3.1). */
public final class ProtocolId {

  /** None, in notifications that concern no SA. */
  public static final int NONE = 0;

  /** IKE. */
  public static final int IKE = 1;

  /** AH. */
  public static final int AH = 2;

  /** ESP. */
  public static final int ESP = 3;

  private ProtocolId() {}
}
