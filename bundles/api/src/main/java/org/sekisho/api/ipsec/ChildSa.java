package org.sekisho.api.ipsec;

import java.util.List;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.net.Endpoint;

/**
 * A pair of ESP security associations that one exchange made (RFC 7296 section 2.17), as IKE hands
 * it to the data plane.
 *
 * @param tunnel number of the tunnel its packets belong to
 * @param inboundSpi SPI of packets we receive; unique in this router
 * @param outboundSpi SPI of packets we send
 * @param suite algorithms of both directions
 * @param inboundKey key material of packets we receive
 * @param outboundKey key material of packets we send
 * @param localSelectors inner addresses on our side
 * @param remoteSelectors inner addresses on the peer's side
 * @param udpEncapsulation ESP in UDP 4500 (RFC 3948), else protocol 50
 * @param local our outer address and port (port 0 for protocol 50)
 * @param remote the peer's outer address and port
 * @param replayWindow packets of the anti-replay window, 0 for off
 * @param activation when the outbound SA starts to be used
 */
public record ChildSa(
    int tunnel,
    int inboundSpi,
    int outboundSpi,
    EspSuite suite,
    KeyMaterial inboundKey,
    KeyMaterial outboundKey,
    List<TrafficSelector> localSelectors,
    List<TrafficSelector> remoteSelectors,
    boolean udpEncapsulation,
    Endpoint local,
    Endpoint remote,
    int replayWindow,
    Activation activation) {

  /** Copies the lists. */
  public ChildSa {
    localSelectors = List.copyOf(localSelectors);
    remoteSelectors = List.copyOf(remoteSelectors);
  }

  /** When the outbound SA of a new pair replaces the older one for sending. */
  public enum Activation {
    /** At once: we started the exchange, the peer already receives on the new pair. */
    IMMEDIATE,
    /**
     * With the first verified packet on the new inbound SA, or by {@link EspDataPlane#activate}: we
     * answered the exchange and the peer may not have our response yet (RFC 7296 section 2.8). When
     * the tunnel has no other outbound SA it is used at once.
     */
    ON_FIRST_PACKET
  }
}
