package org.sekisho.api.ipsec;

import org.sekisho.api.net.Endpoint;

/**
 * What the data plane tells IKE; registered as a service by those who listen. Called on packet
 * threads: implementations hand the event to their own thread and return.
 */
public interface EspListener {

  /**
   * A verified packet came from another outer address than the SA's (RFC 7296 section 2.23).
   * Reported once for each new address.
   */
  void peerMoved(int inboundSpi, Endpoint local, Endpoint remote);

  /**
   * An SA is close to the end of its sequence numbers and must be renewed now (RFC 4303 section
   * 3.3.3). Reported once an SA.
   */
  void sequenceNearlyExhausted(int inboundSpi);

  /** The first verified packet arrived on a pair. */
  void firstPacket(int inboundSpi);

  /** A packet carried an SPI that no SA has; reported at most ten times a second. */
  void unknownSpi(int spi, Endpoint remote);
}
