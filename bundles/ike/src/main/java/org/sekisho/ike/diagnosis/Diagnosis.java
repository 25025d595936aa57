package org.sekisho.ike.diagnosis;

import java.util.List;
import org.sekisho.ike.config.GatewayConfig;

/**
 * What is known about one gateway's failures at one instant.
 *
 * @param config the gateway's configuration
 * @param up whether its tunnel is up
 * @param entries failures, those that hold first, then the newest first
 * @param peer what the peer has shown of itself
 */
public record Diagnosis(GatewayConfig config, boolean up, List<Entry> entries, PeerKnowledge peer) {

  /** Copies the list. */
  public Diagnosis {
    entries = List.copyOf(entries);
  }
}
