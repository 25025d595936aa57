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

  /** Installs bundles and starts them one by one, with the start level long reached. */
  private static final String INSTALLER = "org.apache.karaf.features.core";

  /** The service it registers when the features of the boot are all there. */
  private static final String INSTALLED = "org.apache.karaf.features.BootFinished";

  private StartOrder() {}

  /** Whether every bundle that is to start has had its turn, well or not. */
  static boolean isOver(BundleContext context) {
    return isInstalled(context) && isStarted(context);
  }

  /**
   * During a first boot bundles wait for the installer, resolved and without a mark that they shall
   * start; they look like bundles that an administrator has stopped.
   */
  private static boolean isInstalled(BundleContext context) {
    return context.getServiceReference(INSTALLED) != null
        || Stream.of(context.getBundles()).noneMatch(b -> INSTALLER.equals(b.getSymbolicName()));
  }

  private static boolean isStarted(BundleContext context) {
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
