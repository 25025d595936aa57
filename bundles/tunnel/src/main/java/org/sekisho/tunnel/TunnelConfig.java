package org.sekisho.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;

/**
 * One tunnel as the configuration has it.
 *
 * @param tunnel its number
 * @param enabled {@code tunnel enable N}
 * @param description {@code description tunnel}, may be empty
 * @param name {@code tunnel name}, may be empty
 * @param gateway gateway of the bound policy, if any
 * @param path settings of the packet path
 */
record TunnelConfig(
    int tunnel,
    boolean enabled,
    String description,
    String name,
    OptionalInt gateway,
    TunnelPathSettings path) {

  /** MTU of a tunnel interface without {@code ip tunnel mtu}. */
  static final int DEFAULT_MTU = 1280;

  /** IPv4 header and TCP header without options, octets. */
  private static final int TCP_OVER_IPV4 = 40;

  /** Every tunnel that has a line of its own or is enabled, by number. */
  static List<TunnelConfig> read(ConfigSnapshot config) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (Setting s : config.settings()) {
      if (s.context().kind() == Context.Kind.TUNNEL) {
        numbers.add(s.context().number());
      }
    }
    for (Setting s : config.all(TunnelCommands.ENABLE)) {
      numbers.add(s.arguments().integer("TUNNEL"));
    }
    List<TunnelConfig> tunnels = new ArrayList<>();
    for (int number : numbers) {
      tunnels.add(read(config, number));
    }
    return tunnels;
  }

  private static TunnelConfig read(ConfigSnapshot config, int tunnel) {
    Context context = Context.tunnel(tunnel);
    int mtu =
        config
            .get(TunnelCommands.MTU, context)
            .map(s -> s.arguments().integer("MTU"))
            .orElse(DEFAULT_MTU);
    String mss =
        config
            .get(TunnelCommands.MSS, context)
            .map(s -> s.arguments().list().get(0).token())
            .orElse("auto");
    OuterDf df =
        config
            .get(TunnelCommands.OUTER_DF, context)
            .map(s -> OuterDf.valueOf(s.arguments().text("MODE").toUpperCase(Locale.ROOT)))
            .orElse(OuterDf.COPY);
    return new TunnelConfig(
        tunnel,
        config.get(TunnelCommands.ENABLE, tunnel).isPresent(),
        text(config, TunnelCommands.DESCRIPTION, context, "TEXT"),
        text(config, TunnelCommands.NAME, context, "NAME"),
        gateway(config, context),
        new TunnelPathSettings(mtu, mss(mss, mtu), df));
  }

  private static OptionalInt mss(String value, int mtu) {
    return switch (value) {
      case "off" -> OptionalInt.empty();
      case "auto" -> OptionalInt.of(mtu - TCP_OVER_IPV4);
      default -> OptionalInt.of(Integer.parseInt(value));
    };
  }

  private static OptionalInt gateway(ConfigSnapshot config, Context context) {
    Optional<Setting> policy =
        config
            .get(TunnelCommands.IPSEC, context)
            .flatMap(s -> config.get("ipsec sa policy", s.arguments().integer("POLICY")));
    return policy.isPresent()
        ? OptionalInt.of(policy.get().arguments().integer("GATEWAY"))
        : OptionalInt.empty();
  }

  private static String text(ConfigSnapshot config, String id, Context context, String parameter) {
    return config.get(id, context).map(s -> s.arguments().text(parameter)).orElse("");
  }
}
