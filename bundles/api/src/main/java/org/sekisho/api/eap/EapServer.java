package org.sekisho.api.eap;

import java.util.Optional;

/**
 * One conversation of the side that asks. Confined to one thread; nothing blocks. It ends with
 * {@link EapStep.Success} or {@link EapStep.Failure}, after which no packet is taken.
 */
public interface EapServer {

  /** The first request; called once, before any {@link #process}. */
  byte[] start();

  /**
   * Takes a packet of the peer.
   *
   * @param packet EAP packet, header included; any octets
   * @return what to do; never throws for what the peer sent
   */
  EapStep process(byte[] packet);

  /**
   * Why the peer is going to be refused, one sentence, as soon as it is known: peers may leave when
   * they hear of it and before the conversation has come to its end.
   */
  Optional<String> refusal();

  /** Zeroes what is secret; may be called at any time, and again. */
  void close();
}
