package org.sekisho.api.ike;

import java.util.OptionalInt;
import org.sekisho.api.net.Endpoint;

/**
 * One line of {@code show ipsec sa}.
 *
 * @param number SA number from the router's one pool
 * @param kind IKE SA or direction of a CHILD SA
 * @param state {@code TEMPORARY}, {@code ESTABLISHED}, {@code SUPERSEDED} or {@code DELETING}
 * @param gateway gateway number
 * @param tunnel tunnel bound to the gateway, if any
 * @param parent number of the parent IKE SA; for an IKE SA its own
 * @param remainingSeconds seconds until its life ends
 * @param localId our identity
 * @param remoteId the peer's identity
 * @param local our outer endpoint
 * @param remote the peer's outer endpoint
 * @param spi SPI octets in hex, without blanks (IKE: initiator's and responder's, 32 digits)
 * @param algorithms names in RTX style, for example {@code AES256-CBC, SHA256, MODP 2048bit}
 * @param inboundSpi for CHILD SAs the SPI that names the pair in the data plane, else 0
 * @param resumed for IKE SAs whether it, or the one it renews, was resumed by a ticket (RFC 5723)
 */
public record SaStatus(
    int number,
    Kind kind,
    State state,
    int gateway,
    OptionalInt tunnel,
    int parent,
    long remainingSeconds,
    String localId,
    String remoteId,
    Endpoint local,
    Endpoint remote,
    String spi,
    String algorithms,
    int inboundSpi,
    boolean resumed) {

  /** What the SA protects. */
  public enum Kind {
    /** IKE messages. */
    IKE,
    /** ESP packets we send. */
    CHILD_SEND,
    /** ESP packets we receive. */
    CHILD_RECV
  }

  /** Where the SA stands in its life. */
  public enum State {
    /** Being negotiated. */
    TEMPORARY,
    /** In use. */
    ESTABLISHED,
    /** Replaced by a newer SA, still receiving. */
    SUPERSEDED,
    /** Waiting for the peer to confirm its deletion. */
    DELETING
  }
}
