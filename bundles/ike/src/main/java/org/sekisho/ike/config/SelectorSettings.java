package org.sekisho.ike.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.IpPrefix;
import org.sekisho.api.config.ParameterType.Prefix;
import org.sekisho.api.config.Text;
import org.sekisho.api.ipsec.TrafficSelector;

/**
 * {@code ipsec ike local id} and {@code ipsec ike remote id}: the traffic selectors of a gateway's
 * CHILD SAs (RFC 7296 section 2.9), in YAMAHA's form for IKEv1 and with several networks.
 */
public final class SelectorSettings {

  private static final int MOST = 64;

  private SelectorSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        line("local", "Inner networks on our side", "自分側のネットワーク"),
        line("remote", "Inner networks on the peer's side", "相手側のネットワーク"));
  }

  private static Command line(String side, String english, String japanese) {
    return IkeLine.of(side + " id GATEWAY {NETWORK}", 50, english, japanese)
        .with("NETWORK", new Prefix(true, true, false), "Network or address", "ネットワーク")
        .defaultValue("everything")
        .example("ipsec ike " + side + " id 100 192.168.100.0/24")
        .build(
            arguments ->
                arguments.all("NETWORK").size() > MOST
                    ? Optional.of(
                        new Text(
                            "At most " + MOST + " networks fit: combine some of them",
                            "ネットワークは" + MOST + "個以内で指定してください"))
                    : Optional.empty());
  }

  /**
   * Selectors of one side of a policy.
   *
   * @param ofPolicy {@code local-id=} or {@code remote-id=} of the policy, which wins
   * @param ofGateway the gateway's line
   */
  static List<TrafficSelector> read(Optional<Object> ofPolicy, Optional<Arguments> ofGateway) {
    return ofPolicy
        .map(List::of)
        .or(() -> ofGateway.map(a -> a.all("NETWORK")))
        .orElse(List.of())
        .stream()
        .map(p -> selector((IpPrefix) p))
        .distinct()
        .toList();
  }

  private static TrafficSelector selector(IpPrefix prefix) {
    byte[] low = prefix.address().getAddress();
    byte[] high = low.clone();
    for (int bit = prefix.length(); bit < low.length * 8; bit++) {
      int mask = 0x80 >>> (bit % 8);
      low[bit / 8] &= (byte) ~mask;
      high[bit / 8] |= (byte) mask;
    }
    return TrafficSelector.of(address(low), address(high));
  }

  private static InetAddress address(byte[] octets) {
    try {
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
