package org.sekisho.swap;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Remembers when bundles started, which the framework does not. Any thread. */
final class StartTimes implements SynchronousBundleListener, AutoCloseable {

  private final BundleContext context;
  private final Map<Bundle, Instant> starts = new ConcurrentHashMap<>();

  /** Listens from now on. */
  StartTimes(BundleContext context) {
    this.context = context;
    context.addBundleListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    switch (event.getType()) {
      case BundleEvent.STARTED -> starts.put(event.getBundle(), Instant.now());
      case BundleEvent.STOPPED -> starts.remove(event.getBundle());
      default -> {}
    }
  }

  /** When a bundle started; empty when it does not run, or ran before this listened. */
  Optional<Instant> of(Bundle bundle) {
    return Optional.ofNullable(starts.get(bundle));
  }

  @Override
  public void close() {
    context.removeBundleListener(this);
  }
}
