package org.sekisho.ike.config;

import java.net.InetAddress;
import java.util.List;

/**
 * Inner addresses by configuration payload ({@code ipsec ike mode-cfg …}).
 *
 * @param request ask the peer for an address and name servers
 * @param pools what the peer may have when it asks; at most one of each family counts
 * @param dns name servers the peer is told
 */
public record ModeConfig(boolean request, List<AddressPool> pools, List<InetAddress> dns) {

  /** What holds without lines. */
  public static final ModeConfig NONE = new ModeConfig(false, List.of(), List.of());

  /** Copies the lists. */
  public ModeConfig {
    pools = List.copyOf(pools);
    dns = List.copyOf(dns);
  }
}
