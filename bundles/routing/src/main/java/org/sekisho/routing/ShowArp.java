package org.sekisho.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** The command {@code show arp}. */
@Component(service = CommandContributor.class)
public final class ShowArp implements CommandContributor {

  /** An unused entry is stale after this time and may be forgotten (arp(7), gc_stale_time). */
  private static final int STALE_SECONDS = 60;

  private static final Pattern NEIGHBOUR = Pattern.compile("(\\S+) dev (\\S+) lladdr (\\S+)(.*)");
  private static final Pattern AGES = Pattern.compile("used (\\d+)/(\\d+)/(\\d+)");

  private static final Text HEAD =
      new Text(
          "Interface      IP address        MAC address       TTL(second)",
          "インタフェース IPアドレス        MACアドレス       TTL(秒)");

  private static final Shape<Entry> ENTRY =
      Shape.<Entry>fields()
          .text("interface", "name of the interface, such as `LAN1`", e -> e.interfaceName)
          .text("address", "IPv4 address", e -> e.address)
          .text("mac_address", "Ethernet address", e -> e.macAddress)
          .integer(
              "ttl_seconds",
              "when it may be forgotten if it is not used; null for a permanent entry",
              e -> e.secondsLeft)
          .build();

  private final IpTool ip;
  private final InterfaceNames names;
  private final List<Command> commands;

  /** Called by Declarative Services. */
  @Activate
  public ShowArp(BundleContext context) {
    this(new IpProcess(), new InterfaceNames(BootSettings.from(context::getProperty).interfaces()));
  }

  ShowArp(IpTool ip, InterfaceNames names) {
    this.ip = ip;
    this.names = names;
    commands =
        List.of(
            Command.operation(
                CommandSpec.operation("show arp")
                    .user()
                    .help("Shows the ARP table", "ARPテーブルを表示する")
                    .build(),
                Show.of(Shape.rows("entries", "the table", ENTRY), this::entries, ShowArp::lines)));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private List<Entry> entries(CommandCall call) throws CommandException {
    String neighbours;
    try {
      neighbours = ip.run("-s", "-4", "neigh", "show");
    } catch (IpException e) {
      throw new CommandException(
          "The ARP table cannot be read: " + e.getMessage(), "ARPテーブルを取得できません: " + e.getMessage());
    }
    List<Entry> entries = new ArrayList<>();
    for (String line : neighbours.lines().toList()) {
      Matcher m = NEIGHBOUR.matcher(line);
      if (m.matches()) {
        entries.add(
            new Entry(names.of(m.group(2)), m.group(1), m.group(3), secondsLeft(m.group(4))));
      }
    }
    return entries;
  }

  private static List<String> lines(List<Entry> entries, Language language) {
    List<String> lines = new ArrayList<>();
    lines.add(HEAD.in(language));
    for (Entry e : entries) {
      String left = e.secondsLeft.isPresent() ? "" + e.secondsLeft.getAsLong() : "-";
      lines.add(String.format("%-15s%-18s%-19s%s", e.interfaceName, e.address, e.macAddress, left));
    }
    return lines;
  }

  private static OptionalLong secondsLeft(String state) {
    Matcher ages = AGES.matcher(state);
    if (state.contains("PERMANENT") || !ages.find()) {
      return OptionalLong.empty();
    }
    long youngest = Math.min(Long.parseLong(ages.group(1)), Long.parseLong(ages.group(2)));
    return OptionalLong.of(Math.max(0, STALE_SECONDS - youngest));
  }

  private record Entry(
      String interfaceName, String address, String macAddress, OptionalLong secondsLeft) {}
}
