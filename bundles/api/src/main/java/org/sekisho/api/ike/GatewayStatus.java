package org.sekisho.api.ike;

import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.config.Text;

/**
 * What IKE knows of one gateway.
 *
 * @param gateway gateway number ({@code ipsec ike … G})
 * @param tunnel tunnel bound to it, if any
 * @param established whether an IKE SA is established
 * @param childUp whether at least one CHILD SA pair is alive
 * @param localId our identity as configured, empty when none
 * @param remoteId the peer's identity as configured, empty when none
 * @param remoteAddress the peer's address as far as known, empty when not
 * @param lastFailure one sentence on why the last attempt failed, cleared when a CHILD SA comes up
 * @param lastInboundNanos {@link System#nanoTime} of the last authenticated message or ESP packet
 *     from the peer, 0 for none
 */
public record GatewayStatus(
    int gateway,
    OptionalInt tunnel,
    boolean established,
    boolean childUp,
    String localId,
    String remoteId,
    String remoteAddress,
    Optional<Text> lastFailure,
    long lastInboundNanos) {}
