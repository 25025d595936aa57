package org.sekisho.config;

import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Whether the framework still works its way up the start levels (OSGi Core, chapter 9): bundles
 * with commands start after this one, and on a busy machine long after.
 */
final class StartOrder {

  private StartOrder() {}

  /** Whether every bundle that is to start has had its turn, well or not. */
  static boolean isOver(BundleContext context) {
    Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    int reached = system.adapt(FrameworkStartLevel.class).getStartLevel();
    return Stream.of(context.getBundles())
        .filter(b -> b.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
        .noneMatch(b -> isStarting(b) || isToStart(b, reached));
  }

  private static boolean isStarting(Bundle bundle) {
    BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
    return bundle.getState() == Bundle.STARTING && level != null && !level.isActivationPolicyUsed();
  }

  private static boolean isToStart(Bundle bundle, int reached) {
    BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
    return level != null && level.isPersistentlyStarted() && level.getStartLevel() > reached;
  }
}
