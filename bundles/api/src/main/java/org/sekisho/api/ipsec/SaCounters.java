package org.sekisho.api.ipsec;

/**
 * Counters of one SA pair.
 *
 * @param inboundPackets packets verified and accepted
 * @param inboundOctets inner octets of those
 * @param outboundPackets packets sent
 * @param outboundOctets inner octets of those
 * @param replayDrops packets the anti-replay window refused
 * @param integrityDrops packets whose ICV was wrong
 * @param selectorDrops packets outside the selectors after decryption
 * @param lastInboundNanos {@link System#nanoTime} of the last verified packet, 0 for none
 * @param lastOutboundNanos {@link System#nanoTime} of the last packet sent, 0 for none
 */
public record SaCounters(
    long inboundPackets,
    long inboundOctets,
    long outboundPackets,
    long outboundOctets,
    long replayDrops,
    long integrityDrops,
    long selectorDrops,
    long lastInboundNanos,
    long lastOutboundNanos) {}
