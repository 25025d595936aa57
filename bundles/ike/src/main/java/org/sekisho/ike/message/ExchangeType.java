package org.sekisho.ike.message;

/** Exchange types (RFC 7296 section 3.1). */
public final class ExchangeType {

  /** IKE_SA_INIT. */
  public static final int IKE_SA_INIT = 34;

  /** IKE_AUTH. */
  public static final int IKE_AUTH = 35;

  /** CREATE_CHILD_SA. */
  public static final int CREATE_CHILD_SA = 36;

  /** INFORMATIONAL. */
  public static final int INFORMATIONAL = 37;

  /** IKE_SESSION_RESUME (RFC 5723 section 4.3.2). */
  public static final int IKE_SESSION_RESUME = 38;

  /** IKE_INTERMEDIATE (RFC 9242). */
  public static final int IKE_INTERMEDIATE = 43;

  /** IKE_FOLLOWUP_KE (RFC 9370). */
  public static final int IKE_FOLLOWUP_KE = 44;

  private ExchangeType() {}
}
