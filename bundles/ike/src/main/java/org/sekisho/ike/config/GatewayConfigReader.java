package org.sekisho.ike.config;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/** Reads gateways out of a configuration snapshot. */
public final class GatewayConfigReader {

  private static final int REPLAY_WINDOW = 1024;
  private static final int NAT_KEEPALIVE_SECONDS = 20;

  private final ConfigSnapshot config;

  private GatewayConfigReader(ConfigSnapshot config) {
    this.config = config;
  }

  /** Every IKEv2 gateway that a policy names, by number; none with {@code ipsec use off}. */
  public static Map<Integer, GatewayConfig> read(ConfigSnapshot config) {
    Map<Integer, GatewayConfig> gateways = new TreeMap<>();
    GatewayConfigReader reader = new GatewayConfigReader(config);
    if (reader.isOn("ipsec use", true)) {
      for (Setting policy : config.all("ipsec sa policy")) {
        int gateway = policy.arguments().integer("GATEWAY");
        if (reader.isVersion2(gateway) && !gateways.containsKey(gateway)) {
          gateways.put(gateway, reader.gateway(gateway));
        }
      }
    }
    return gateways;
  }

  /**
   * What an administrator must change before these lines can work, one sentence for each enabled
   * tunnel that cannot: IKEv1, which is the default of {@code ipsec ike version}, is not there.
   */
  public static Map<Integer, String> problems(ConfigSnapshot config) {
    Map<Integer, String> problems = new LinkedHashMap<>();
    GatewayConfigReader reader = new GatewayConfigReader(config);
    for (Setting policy : config.all("ipsec sa policy")) {
      int gateway = policy.arguments().integer("GATEWAY");
      OptionalInt tunnel = reader.tunnelOf(policy);
      if (tunnel.isPresent() && !reader.isVersion2(gateway)) {
        problems.put(
            tunnel.getAsInt(),
            "Tunnel["
                + tunnel.getAsInt()
                + "] needs IKEv2 here: set ipsec ike version "
                + gateway
                + " 2");
      }
    }
    return problems;
  }

  /** The gateway a tunnel leads to, whether the tunnel is enabled or not. */
  public static OptionalInt gatewayOfTunnel(ConfigSnapshot config, int tunnel) {
    Optional<Setting> policy =
        config
            .get("ipsec tunnel", Context.tunnel(tunnel))
            .flatMap(s -> config.get("ipsec sa policy", s.arguments().integer("POLICY")));
    return policy.isPresent()
        ? OptionalInt.of(policy.get().arguments().integer("GATEWAY"))
        : OptionalInt.empty();
  }

  /** The gateway a tunnel leads to as its lines have it, also where they are not complete yet. */
  public static Optional<GatewayConfig> ofTunnel(ConfigSnapshot config, int tunnel) {
    OptionalInt gateway = gatewayOfTunnel(config, tunnel);
    return gateway.isPresent()
        ? Optional.of(new GatewayConfigReader(config).gateway(gateway.getAsInt()))
        : Optional.empty();
  }

  private boolean isVersion2(int gateway) {
    return line("version", gateway).map(a -> a.integer("VERSION") == 2).orElse(false);
  }

  private GatewayConfig gateway(int gateway) {
    List<Setting> policies =
        config.all("ipsec sa policy").stream()
            .filter(p -> p.arguments().integer("GATEWAY") == gateway)
            .toList();
    Setting first =
        policies.stream().filter(p -> tunnelOf(p).isPresent()).findFirst().orElse(policies.get(0));
    List<ChildPolicy> children =
        policies.stream().flatMap(p -> child(gateway, p).stream()).toList();
    Optional<Identity> remoteId = name("remote name", gateway);
    Optional<Arguments> nat = line("nat-traversal", gateway);
    Optional<Arguments> retry = config.get("ipsec ike retry").map(Setting::arguments);
    return new GatewayConfig(
        gateway,
        children,
        !children.isEmpty() && isOn("ipsec auto refresh", false) && refreshed(gateway),
        line("negotiation receive", gateway).map(a -> a.isOn("SWITCH")).orElse(true),
        name("local name", gateway),
        remoteId,
        AuthenticationSettings.read(words -> line(words, gateway)).with(eap(gateway)),
        remoteHost(gateway, remoteId),
        line("local address", gateway).flatMap(a -> a.find("ADDRESS")).map(InetAddress.class::cast),
        algorithms(gateway, first.arguments()),
        AdditionalKeyExchange.of(line("additional-key-exchange", gateway)),
        Ppk.of(line("ppk", gateway)),
        lifetimes(gateway),
        EspProposals.DEFAULT,
        RenewalSettings.read(line("rekey delete", gateway)),
        ProbeSettings.read(line("probe-rekey", gateway)),
        line("pfs", gateway).map(a -> a.isOn("SWITCH")).orElse(false),
        nat.map(GatewayConfigReader::natKeepalive).orElse(NAT_KEEPALIVE_SECONDS),
        nat.map(a -> a.isOn("SWITCH") && a.text("FORCE", "off").equals("on")).orElse(false),
        retry.map(a -> a.integer("COUNT")).orElse(10),
        retry.map(a -> a.integer("INTERVAL")).orElse(5),
        ExtensionSettings.read(name -> line(name, gateway)),
        ModeConfigSettings.read(config, name -> line(name, gateway)),
        Fragmentation.of(line("fragmentation", gateway)));
  }

  private Optional<ChildPolicy> child(int gateway, Setting policy) {
    OptionalInt tunnel = tunnelOf(policy);
    if (tunnel.isEmpty()) {
      return Optional.empty();
    }
    Arguments arguments = policy.arguments();
    return Optional.of(
        new ChildPolicy(
            tunnel.getAsInt(),
            PolicyLine.of(arguments),
            algorithms(gateway, arguments),
            arguments.text("REPLAY", "on").equals("on") ? REPLAY_WINDOW : 0,
            hasIpv6(tunnel.getAsInt()),
            SelectorSettings.read(arguments.find("LOCAL"), line("local id", gateway)),
            SelectorSettings.read(arguments.find("REMOTE"), line("remote id", gateway))));
  }

  /** The enabled tunnel that binds the policy. */
  private OptionalInt tunnelOf(Setting policy) {
    int number = policy.arguments().integer("POLICY");
    return config.all("ipsec tunnel").stream()
        .filter(s -> s.arguments().integer("POLICY") == number)
        .mapToInt(s -> s.context().number())
        .filter(t -> config.get("tunnel enable", t).isPresent())
        .findFirst();
  }

  private Optional<Arguments> line(String name, int gateway) {
    return config.get("ipsec ike " + name, gateway).map(Setting::arguments);
  }

  private boolean isOn(String id, boolean otherwise) {
    return config.get(id).map(s -> s.arguments().isOn("SWITCH")).orElse(otherwise);
  }

  private boolean refreshed(int gateway) {
    return config
        .get(IkeSettings.AUTO_REFRESH_GATEWAY, gateway)
        .map(s -> s.arguments().isOn("SWITCH"))
        .orElse(true);
  }

  private Optional<Identity> name(String line, int gateway) {
    return line(line, gateway).flatMap(a -> Identity.parse(a.text("NAME"), a.text("TYPE", "")));
  }

  private Eap eap(int gateway) {
    return EapSettings.read(config, words -> line(words, gateway));
  }

  /** {@code remote address} wins; else the remote name where it can name a host. */
  private Optional<String> remoteHost(int gateway, Optional<Identity> remoteId) {
    Optional<Arguments> address = line("remote address", gateway);
    if (address.isPresent()) {
      return address.get().find("HOST").map(String.class::cast);
    }
    return remoteId.filter(Identity::namesHost).map(Identity::text);
  }

  private AlgorithmPolicy algorithms(int gateway, Arguments policy) {
    return new AlgorithmPolicy(
        line("proposal-limitation", gateway).map(a -> a.isOn("SWITCH")).orElse(false),
        line("encryption", gateway).map(a -> AlgorithmPolicy.Cipher.of(a.text("CIPHER"))),
        line("hash", gateway).map(a -> AlgorithmPolicy.integrity(a.text("HASH"))),
        line("group", gateway).map(a -> AlgorithmPolicy.group(a.text("GROUP"))),
        policy.find("CIPHER").map(c -> AlgorithmPolicy.Cipher.of((String) c)),
        policy.find("AUTH").map(h -> AlgorithmPolicy.integrity((String) h)));
  }

  private Lifetimes lifetimes(int gateway) {
    Optional<Arguments> ike = duration("ike-sa", gateway);
    Optional<Arguments> child = duration("ipsec-sa", gateway);
    Lifetimes defaults = Lifetimes.DEFAULT;
    return new Lifetimes(
        ike.map(a -> a.integer("SECONDS")).orElse(defaults.ikeSeconds()),
        ike.map(GatewayConfigReader::rekey).orElse(defaults.ikeRekeyPercent()),
        child.map(a -> a.integer("SECONDS")).orElse(defaults.childSeconds()),
        child.map(GatewayConfigReader::kilobytes).orElse(defaults.childKilobytes()),
        child.map(GatewayConfigReader::rekey).orElse(OptionalInt.empty()).orElse(75),
        ike.map(a -> a.integer("REDUCTION", 0)).orElse(0),
        child.map(a -> a.integer("REDUCTION", 0)).orElse(0),
        child.map(a -> a.has("KBYTES")).orElse(false));
  }

  private Optional<Arguments> duration(String kind, int gateway) {
    return config.get("ipsec ike duration", kind, gateway).map(Setting::arguments);
  }

  /** {@code off} right after the seconds is for kilobytes, behind {@code rekey} for the renewal. */
  private static long kilobytes(Arguments line) {
    if (line.has("KBYTES")) {
      return line.integer("KBYTES");
    }
    List<Argument> list = line.list();
    for (int i = 1; i < list.size(); i++) {
      if (list.get(i).name().equals("off") && list.get(i - 1).name().equals("SECONDS")) {
        return 0;
      }
    }
    return Lifetimes.DEFAULT.childKilobytes();
  }

  private static OptionalInt rekey(Arguments line) {
    if (line.has("PERCENT")) {
      String percent = line.text("PERCENT");
      return OptionalInt.of(Integer.parseInt(percent.substring(0, percent.length() - 1)));
    }
    return line.has("rekey") ? OptionalInt.empty() : OptionalInt.of(75);
  }

  private static int natKeepalive(Arguments line) {
    if (line.has("SECONDS")) {
      return line.integer("SECONDS");
    }
    return line.has("keepalive") ? 0 : NAT_KEEPALIVE_SECONDS;
  }

  private boolean hasIpv6(int tunnel) {
    return config.in(Context.tunnel(tunnel)).stream()
        .anyMatch(s -> s.command().name().startsWith("ipv6 tunnel"));
  }
}
