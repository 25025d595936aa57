package org.sekisho.api.eap;

/**
 * One conversation of the side that proves itself. Confined to one thread; nothing blocks. It ends
 * with {@link EapStep.Success} or {@link EapStep.Failure}, after which no packet is taken.
 */
public interface EapPeer {

  /**
   * Takes a packet of the server.
   *
   * @param packet EAP packet, header included; any octets
   * @return what to do; never throws for what the server sent
   */
  EapStep process(byte[] packet);

  /** Zeroes what is secret; may be called at any time, and again. */
  void close();
}
