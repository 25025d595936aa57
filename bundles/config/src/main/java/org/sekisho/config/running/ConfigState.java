package org.sekisho.config.running;

import java.util.List;
import org.sekisho.api.config.ConfigSnapshot;

/**
 * Everything the configuration holds at one instant.
 *
 * @param snapshot what has effect
 * @param dormant what has none now
 */
record ConfigState(ConfigSnapshot snapshot, List<DormantLine> dormant) {

  static final ConfigState EMPTY = new ConfigState(ConfigSnapshot.EMPTY, List.of());

  ConfigState {
    dormant = List.copyOf(dormant);
  }
}
