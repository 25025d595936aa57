package org.sekisho.ike.diagnosis;

/** How far a negotiation had come, in the order things happen. */
public enum Stage {
  /** Before the first message. */
  START,
  /** IKE_SA_INIT. */
  IKE_SA_INIT,
  /** IKE_AUTH, up to the proof of identity. */
  IKE_AUTH,
  /** The CHILD SA of IKE_AUTH, or a new one by CREATE_CHILD_SA. */
  CHILD,
  /** Renewal of a CHILD SA. */
  CHILD_RENEWAL;

  /** Whether the tunnel is up while this fails. */
  public boolean isRenewal() {
    return this == CHILD_RENEWAL;
  }
}
