package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.integer;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.ParameterType.FreeText;
import org.sekisho.api.config.ParameterType.IpAddress;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** {@code ipsec ike mode-cfg …}, in YAMAHA's form; {@code request} and {@code dns} are ours. */
public final class ModeConfigSettings {

  private static final String POOL = "ipsec ike mode-cfg address pool";
  private static final ParameterType POOL_NUMBER = integer(1, 65_535);

  private ModeConfigSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        pool(),
        IkeLine.of(
                "mode-cfg address GATEWAY POOL [SECOND]",
                50,
                "Pool of addresses for the peer",
                "相手に割り当てるアドレスのプール")
            .with("POOL", POOL_NUMBER, "Pool number", "プール番号")
            .with("SECOND", POOL_NUMBER, "Pool of the other family", "もう一方のアドレスファミリのプール番号")
            .example("ipsec ike mode-cfg address 100 1")
            .build(),
        IkeLine.of(
                "mode-cfg method GATEWAY METHOD [openswan]",
                50,
                "Ask the peer for an address, or only hand out",
                "アドレス割り当ての方式")
            .with("METHOD", choice("set", "request"), "request: ask the peer", "request: 相手に要求する")
            .defaultValue("set")
            .example("ipsec ike mode-cfg method 100 request")
            .build(),
        IkeLine.of("mode-cfg dns GATEWAY ADDRESS [SECOND]", 50, "DNS for the peer", "相手に通知するDNSサーバ")
            .with("ADDRESS", new IpAddress(true, true), "DNS server", "DNSサーバ")
            .with("SECOND", new IpAddress(true, true), "DNS server", "DNSサーバ")
            .example("ipsec ike mode-cfg dns 100 10.10.0.53")
            .build());
  }

  private static Command pool() {
    return Command.setting(
        CommandSpec.setting(POOL + " POOL RANGE")
            .key("POOL", POOL_NUMBER, "Pool number", "プール番号")
            .parameter("RANGE", new FreeText(100, null), "A, A-B or network/m", "アドレスの範囲")
            .section(Section.IPSEC, 22)
            .help("Addresses to hand out to peers", "相手に割り当てるアドレス")
            .example(POOL + " 1 10.99.0.10-10.99.0.99/24")
            .build(),
        (arguments, context, running) ->
            AddressPool.parse(arguments.text("RANGE")).isPresent()
                ? Optional.empty()
                : Optional.of(
                    new Text(
                        "Give the pool as A-B or NETWORK/m, at most "
                            + AddressPool.MOST
                            + " addresses",
                        "プールは A-B または ネットワーク/m の形式で、" + AddressPool.MOST + "個以内で指定してください")));
  }

  /**
   * Reads a gateway's.
   *
   * @param line finds the gateway's line of a name
   */
  static ModeConfig read(ConfigSnapshot config, Function<String, Optional<Arguments>> line) {
    return new ModeConfig(
        line.apply("mode-cfg method").map(a -> a.text("METHOD").equals("request")).orElse(false),
        line.apply("mode-cfg address").stream()
            .flatMap(a -> List.of("POOL", "SECOND").stream().flatMap(n -> a.find(n).stream()))
            .flatMap(number -> config.get(POOL, number).stream())
            .flatMap(s -> AddressPool.parse(s.arguments().text("RANGE")).stream())
            .toList(),
        line.apply("mode-cfg dns").stream()
            .flatMap(a -> List.of("ADDRESS", "SECOND").stream().flatMap(n -> a.find(n).stream()))
            .map(InetAddress.class::cast)
            .toList());
  }
}
