package org.sekisho.api.config;

/**
 * Applies the configuration by difference; a service of each bundle that has settings. Called on
 * the configuration's one thread: first with {@link ConfigSnapshot#EMPTY} and the running one when
 * the listener appears, then for each change.
 */
public interface ConfigListener {

  /**
   * The running configuration changed. What did not change must not be disturbed. Faults in
   * applying go to the event log as one sentence; nothing is thrown.
   */
  void changed(ConfigSnapshot before, ConfigSnapshot after);
}
