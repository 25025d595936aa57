package org.sekisho.swap;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.Language;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** {@code show status bundle}. */
final class BundleTable {

  private static final String LINE = "%-18s %-16s %-10s %-12s %s";

  private static final Shape<Row> ROW =
      Shape.<Row>fields()
          .text("bundle", "its name", Row::name)
          .text("version", "its version", Row::version)
          .text("state", "`active`, `stopped`, `installed`, `starting` or `stopping`", Row::state)
          .bool("swapped", "whether `bundle swap` brought it", Row::swapped)
          .texts("used_by", "the bundles that use its services now", Row::users)
          .integer("id", "its number, which an update keeps", Row::id)
          .time("modified", "when it was installed or updated", Row::modified)
          .time("started", "when it started, `null` if before `swap` did", Row::started)
          .build();

  private final BundleContext context;
  private final Swapper swapper;
  private final StartTimes starts;

  BundleTable(BundleContext context, Swapper swapper, StartTimes starts) {
    this.context = context;
    this.swapper = swapper;
    this.starts = starts;
  }

  /** One bundle. */
  record Row(
      String name,
      String version,
      String state,
      boolean swapped,
      Set<String> users,
      long id,
      Instant modified,
      Optional<Instant> started) {}

  /**
   * The command.
   *
   * @param query gives the rows
   */
  static Command command(Show.Query<List<Row>> query) {
    return Command.operation(
        SwapSettings.SHOW,
        Show.of(
            Shape.rows("bundles", "the bundles of the router", ROW), query, BundleTable::lines));
  }

  /** What there is at this moment. */
  List<Row> rows(CommandCall call) throws CommandException {
    Set<String> swapped = swapped();
    return Arrays.stream(context.getBundles())
        .filter(b -> isShown(b, swapped))
        .sorted(Comparator.comparing(Bundle::getSymbolicName))
        .map(
            b ->
                new Row(
                    Swapper.shortName(b.getSymbolicName()),
                    b.getVersion().toString(),
                    state(b),
                    swapped.contains(b.getSymbolicName()),
                    users(b),
                    b.getBundleId(),
                    Instant.ofEpochMilli(b.getLastModified()),
                    starts.of(b)))
        .toList();
  }

  private Set<String> swapped() throws CommandException {
    try {
      return swapper.swapped();
    } catch (IOException e) {
      throw new CommandException(
          "The swapped bundles cannot be read: " + e.getMessage(),
          "入れ替えたバンドルを読み込めません: " + e.getMessage());
    }
  }

  private static List<String> lines(List<Row> rows, Language language) {
    boolean japanese = language == Language.JAPANESE;
    List<String> lines = new ArrayList<>();
    lines.add(
        japanese
            // a Japanese character is two columns wide
            ? "バンドル           バージョン       状態       由来         利用元"
            : line("Bundle", "Version", "State", "From", "Used by"));
    for (Row row : rows) {
      String from = row.swapped ? "swapped in" : "distribution";
      lines.add(line(row.name, row.version, row.state, from, String.join(" ", row.users)));
    }
    return lines;
  }

  private static String line(String... cells) {
    return String.format(LINE, (Object[]) cells).stripTrailing();
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
