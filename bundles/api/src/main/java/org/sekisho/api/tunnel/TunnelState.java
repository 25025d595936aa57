package org.sekisho.api.tunnel;

import java.time.Instant;

/**
 * The state of one configured tunnel.
 *
 * @param tunnel tunnel number
 * @param enabled {@code tunnel enable N} is given
 * @param up packets can pass
 * @param since when {@code up} last changed
 */
public record TunnelState(int tunnel, boolean enabled, boolean up, Instant since) {}
