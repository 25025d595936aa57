package org.sekisho.ike.diagnosis;

/** Why a negotiation failed. */
public enum Cause {
  /** A line is missing before an exchange can start. */
  INCOMPLETE,
  /** The peer's address is not known: no line, or a name without address. */
  NO_ADDRESS,
  /** Our messages do not leave this router. */
  CANNOT_SEND,
  /** The peer's host, or somebody on the way, says by ICMP that our messages do not arrive. */
  UNREACHABLE,
  /** Nothing came back. */
  NO_ANSWER,
  /** IKE_SA_INIT was answered, IKE_AUTH was not. */
  NO_ANSWER_TO_AUTH,
  /** The peer knocked, and no line lets it in. */
  NOT_ACCEPTED,
  /** No common proposal for the IKE SA. */
  IKE_PROPOSAL,
  /** No common proposal for the CHILD SA. */
  ESP_PROPOSAL,
  /** The key exchange of a renewal (PFS) is not the one the peer wants. */
  KEY_EXCHANGE,
  /** Traffic selectors without anything in common. */
  SELECTORS,
  /** The peer calls itself otherwise than our line says. */
  PEER_NAME,
  /** The peer expects another name of us. */
  OWN_NAME,
  /** The peer proved knowledge of another key than ours. */
  KEY,
  /** The peer authenticates in another way than our lines say. */
  METHOD,
  /** The peer refused our key or name without saying which. */
  REFUSED,
  /** Anything else; the sentence says it. */
  OTHER
}
