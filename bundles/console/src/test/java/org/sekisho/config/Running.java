package org.sekisho.config;

import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.ConfigListener;

/** Joins bundles to the configuration as its whiteboards do, without OSGi. */
public final class Running {

  private Running() {}

  /** A contributor came. */
  public static void add(ConfigComponent config, CommandContributor contributor) {
    config.runningConfig().addContributor(contributor);
  }

  /** A listener came. */
  public static void add(ConfigComponent config, ConfigListener listener) {
    config.runningConfig().addListener(listener);
  }

  /** The end. */
  public static void stop(ConfigComponent config) {
    config.deactivate();
  }
}
