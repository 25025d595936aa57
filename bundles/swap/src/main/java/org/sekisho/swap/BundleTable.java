package org.sekisho.swap;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.sekisho.api.config.CommandCall;

/** {@code show status bundle}. */
final class BundleTable {

  private static final String ROW = "%-18s %-16s %-10s %-12s %s";

  private final BundleContext context;
  private final Swapper swapper;

  BundleTable(BundleContext context, Swapper swapper) {
    this.context = context;
    this.swapper = swapper;
  }

  /** Prints a row a bundle. */
  void print(CommandCall call) throws IOException {
    Set<String> swapped = swapper.swapped();
    print(call, "Bundle", "Version", "State", "From", "Used by");
    List<Bundle> bundles =
        Arrays.stream(context.getBundles())
            .filter(b -> isShown(b, swapped))
            .sorted(Comparator.comparing(Bundle::getSymbolicName))
            .toList();
    for (Bundle bundle : bundles) {
      print(
          call,
          Swapper.shortName(bundle.getSymbolicName()),
          bundle.getVersion().toString(),
          state(bundle),
          swapped.contains(bundle.getSymbolicName()) ? "swapped in" : "distribution",
          String.join(" ", users(bundle)));
    }
  }

  private static void print(CommandCall call, String... cells) {
    call.out().println(String.format(ROW, (Object[]) cells).stripTrailing());
  }

  private static boolean isShown(Bundle bundle, Set<String> swapped) {
    String name = bundle.getSymbolicName();
    return name != null && (name.startsWith(Swapper.PREFIX) || swapped.contains(name));
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "active";
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "stopped";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      default -> Integer.toString(bundle.getState()).toLowerCase(Locale.ROOT);
    };
  }

  /** Who uses its services at this moment. */
  private static Set<String> users(Bundle bundle) {
    Set<String> names = new TreeSet<>();
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    if (services == null) {
      return names;
    }
    for (ServiceReference<?> service : services) {
      Bundle[] users = service.getUsingBundles();
      for (Bundle user : users == null ? new Bundle[0] : users) {
        if (!user.equals(bundle) && user.getSymbolicName().startsWith(Swapper.PREFIX)) {
          names.add(Swapper.shortName(user.getSymbolicName()));
        }
      }
    }
    return names;
  }
}
