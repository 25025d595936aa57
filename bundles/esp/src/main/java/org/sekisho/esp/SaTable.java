package org.sekisho.esp;

import java.util.Map;

/**
 * Everything the packet loops look up, as one immutable snapshot: inbound SAs by SPI and tunnels by
 * number. The current snapshot is replaced by one volatile write in {@link SaDatabase}.
 */
final class SaTable {

  /** A router without SAs and tunnels. */
  static final SaTable EMPTY = new SaTable(Map.of(), Map.of());

  private final IntTable<InboundSa> inbound;
  private final IntTable<TunnelPath> tunnels;

  /** Copies the maps. */
  SaTable(Map<Integer, InboundSa> inbound, Map<Integer, TunnelPath> tunnels) {
    this.inbound = new IntTable<>(inbound);
    this.tunnels = new IntTable<>(tunnels);
  }

  /** The inbound SA with an SPI, or null. */
  InboundSa inbound(int spi) {
    return inbound.get(spi);
  }

  /** The packet path of a tunnel, or null. */
  TunnelPath tunnel(int number) {
    return tunnels.get(number);
  }
}
