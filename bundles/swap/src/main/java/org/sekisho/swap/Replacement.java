package org.sekisho.swap;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** The moment of a swap: one bundle gets other contents, and no other is touched. */
final class Replacement {

  /** Where bundles lie that the distribution does not have. */
  static final String LOCATION = "sekisho:swap/";

  private static final long REFRESH_SECONDS = 30;

  /** With the other ciphers, before what uses them. */
  private static final int START_LEVEL = 66;

  private final BundleContext context;

  Replacement(BundleContext context) {
    this.context = context;
  }

  /** The installed bundle of a name, null when there is none. */
  Bundle find(String name) {
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    return null;
  }

  /** Whether the distribution does not have the bundle. */
  static boolean isAddition(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }

  /** The bundles that would stop and start with this one. */
  Set<Bundle> touchedWith(Bundle bundle) {
    return Set.copyOf(wiring().getDependencyClosure(Set.of(bundle)));
  }

  /** Installs and starts a bundle that the distribution does not have. */
  Bundle add(BundleFile file) throws IOException, BundleException {
    try (InputStream in = Files.newInputStream(file.path())) {
      Bundle bundle = context.installBundle(LOCATION + file.name(), in);
      bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
      bundle.start();
      return bundle;
    }
  }

  /** Gives a bundle the contents of a file. */
  void update(Bundle bundle, Path file) throws IOException, BundleException {
    try (InputStream in = Files.newInputStream(file)) {
      update(bundle, in);
    }
  }

  /** Gives a bundle the contents that the distribution has for it. */
  void restore(Bundle bundle) throws IOException, BundleException {
    try (InputStream in = new URL(bundle.getLocation()).openStream()) {
      update(bundle, in);
    }
  }

  /**
   * Stops, updates and starts. Stopping first, and refreshing while it is stopped, makes it start
   * once only; what ran before runs afterwards.
   */
  private void update(Bundle bundle, InputStream contents) throws BundleException {
    boolean ran = bundle.getState() == Bundle.ACTIVE;
    if (ran) {
      bundle.stop(Bundle.STOP_TRANSIENT);
    }
    bundle.update(contents);
    if (wiring().getRemovalPendingBundles().contains(bundle)) {
      refresh(bundle);
    }
    if (ran) {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    }
  }

  private void refresh(Bundle bundle) throws BundleException {
    CountDownLatch done = new CountDownLatch(1);
    wiring().refreshBundles(Set.of(bundle), event -> done.countDown());
    try {
      if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        throw new BundleException("the refresh of " + bundle.getSymbolicName() + " did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BundleException("interrupted", e);
    }
  }

  private FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
  }
}
