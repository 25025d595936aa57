package org.sekisho.dhcp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** The command {@code show status dhcpc}. */
final class ShowStatusDhcpc implements CommandContributor {

  private static final Text NONE =
      new Text(
          "No interface asks for its address (ip lan2 address dhcp)",
          "DHCPクライアントは使用されていません (ip lan2 address dhcp)");
  private static final int LABEL_COLUMNS = 22;

  private final Time time;
  private final Shape<ClientStatus> shape;
  private final List<Command> commands;

  /**
   * Shows what there is.
   *
   * @param clients asked on any thread
   */
  ShowStatusDhcpc(Supplier<List<ClientStatus>> clients, Time time) {
    this.time = time;
    shape =
        Shape.<ClientStatus>fields()
            .text("interface", "name of the interface, such as `LAN2`", ShowStatusDhcpc::name)
            .word("state", "how far it is", ClientStatus.State.class, ClientStatus::state)
            .text(
                "address",
                "with its mask length; null without a lease",
                s -> s.lease().map(ShowStatusDhcpc::address))
            .text(
                "server",
                "DHCP server; null where unknown",
                s -> s.lease().flatMap(Lease::server).map(InetAddress::getHostAddress))
            .integer("remaining_seconds", "of the lease; null without one", this::remaining)
            .text(
                "gateway",
                "next hop of the default route; null where none was told",
                s -> s.lease().flatMap(Lease::gateway).map(InetAddress::getHostAddress))
            .integer(
                "mtu",
                "octets; null where none was told",
                s ->
                    s.lease().isPresent() && s.lease().get().mtu().isPresent()
                        ? OptionalLong.of(s.lease().get().mtu().getAsInt())
                        : OptionalLong.empty())
            .texts(
                "dns_servers",
                "addresses",
                s ->
                    s.lease().stream()
                        .flatMap(l -> l.dnsServers().stream())
                        .map(InetAddress::getHostAddress)
                        .toList())
            .text("hostname", "name told to the server; null without one", ClientStatus::hostname)
            .text(
                "problem",
                "what stands in the way; null when all is well",
                s -> s.problem().isEmpty() ? null : s.problem())
            .build();
    commands =
        List.of(
            Command.operation(
                CommandSpec.operation("show status dhcpc")
                    .user()
                    .help("Shows what DHCP servers have lent", "DHCPクライアントの状態を表示する")
                    .build(),
                Show.of(
                    Shape.rows("clients", "interfaces that ask for their address", shape),
                    call -> clients.get(),
                    this::lines)));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private static String name(ClientStatus status) {
    return status.lan().toUpperCase(Locale.ROOT);
  }

  private static String address(Lease lease) {
    return lease.address().getHostAddress() + "/" + lease.prefixLength();
  }

  private OptionalLong remaining(ClientStatus status) {
    return status.lease().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            Math.max(0, TimeUnit.NANOSECONDS.toSeconds(status.leaseEnd() - time.nanos())));
  }

  private List<String> lines(List<ClientStatus> clients, Language language) {
    List<String> lines = new ArrayList<>();
    if (clients.isEmpty()) {
      lines.add(NONE.in(language));
    }
    for (ClientStatus client : clients) {
      lines.add(new Text("Interface: ", "インタフェース: ").in(language) + name(client) + " primary");
      row(
          lines,
          new Text("IP address", "IPアドレス").in(language),
          client.lease().map(ShowStatusDhcpc::address).orElse(state(client, language)));
      client.lease().ifPresent(lease -> lines(lines, client, lease, language));
      client
          .hostname()
          .ifPresent(name -> row(lines, new Text("Host name", "ホスト名").in(language), name));
      if (!client.problem().isEmpty()) {
        row(lines, new Text("Problem", "問題").in(language), client.problem());
      }
    }
    return lines;
  }

  private void lines(List<String> lines, ClientStatus client, Lease lease, Language language) {
    lease
        .server()
        .ifPresent(
            s -> row(lines, new Text("DHCP server", "DHCPサーバー").in(language), s.getHostAddress()));
    row(
        lines,
        new Text("Remaining lease", "リース残時間").in(language),
        time(remaining(client).orElse(0), language));
    lease
        .gateway()
        .ifPresent(g -> row(lines, new Text("Gateway", "ゲートウェイ").in(language), g.getHostAddress()));
    if (!lease.dnsServers().isEmpty()) {
      row(
          lines,
          new Text("DNS server", "DNSサーバー").in(language),
          lease.dnsServers().stream()
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(" ")));
    }
  }

  private static String state(ClientStatus client, Language language) {
    Text text =
        switch (client.state()) {
          case NO_LINK -> new Text("(no link)", "(リンクダウン)");
          case NO_ANSWER -> new Text("(no server answered)", "(応答なし)");
          default -> new Text("(requesting)", "(取得中)");
        };
    return text.in(language);
  }

  private static String time(long seconds, Language language) {
    long days = seconds / 86_400;
    String rest =
        language == Language.JAPANESE
            ? "%d時間 %02d分 %02d秒".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
            : "%02d:%02d:%02d".formatted(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    if (days == 0) {
      return rest;
    }
    return language == Language.JAPANESE ? days + "日 " + rest : days + "days " + rest;
  }

  private static void row(List<String> lines, String label, String value) {
    // a Japanese character is two columns wide
    int width = label.chars().map(c -> c < 0x1000 ? 1 : 2).sum();
    lines.add(" ".repeat(Math.max(1, LABEL_COLUMNS - width)) + label + ": " + value);
  }
}
