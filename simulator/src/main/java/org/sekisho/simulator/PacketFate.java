package org.sekisho.simulator;

/** What became of an inner packet. */
public enum PacketFate {
  /** It arrived at the other router and was accepted there. */
  DELIVERED,
  /** The network lost it, or led nowhere: not the fault of any SA. */
  LOST_ON_WIRE,
  /** There was no SA to send it on. */
  NO_OUTBOUND_SA,
  /** It arrived, and the other router has no SA for it. */
  NO_INBOUND_SA
}
