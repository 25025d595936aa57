package org.sekisho.routing;

import java.util.Collection;
import java.util.List;
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

/** The command {@code show arp}. */
@Component(service = CommandContributor.class)
public final class ShowArp implements CommandContributor {

  /** An unused entry is stale after this time and may be forgotten (arp(7), gc_stale_time). */
  private static final int STALE_SECONDS = 60;

  private static final Pattern NEIGHBOUR = Pattern.compile("(\\S+) dev (\\S+) lladdr (\\S+)(.*)");
  private static final Pattern AGES = Pattern.compile("used (\\d+)/(\\d+)/(\\d+)");

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
                this::show));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private void show(CommandCall call) throws CommandException {
    String neighbours;
    try {
      neighbours = ip.run("-s", "-4", "neigh", "show");
    } catch (IpException e) {
      throw new CommandException(
          "The ARP table cannot be read: " + e.getMessage(), "ARPテーブルを取得できません: " + e.getMessage());
    }
    call.out()
        .println(
            call.text(
                "Interface      IP address        MAC address       TTL(second)",
                "インタフェース IPアドレス        MACアドレス       TTL(秒)"));
    for (String line : neighbours.lines().toList()) {
      Matcher m = NEIGHBOUR.matcher(line);
      if (m.matches()) {
        call.out()
            .println(
                String.format(
                    "%-15s%-18s%-19s%s",
                    names.of(m.group(2)), m.group(1), m.group(3), timeToLive(m.group(4))));
      }
    }
  }

  private static String timeToLive(String state) {
    Matcher ages = AGES.matcher(state);
    if (state.contains("PERMANENT") || !ages.find()) {
      return "-";
    }
    long youngest = Math.min(Long.parseLong(ages.group(1)), Long.parseLong(ages.group(2)));
    return Long.toString(Math.max(0, STALE_SECONDS - youngest));
  }
}
