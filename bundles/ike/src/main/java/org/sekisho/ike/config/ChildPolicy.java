package org.sekisho.ike.config;

import java.util.List;
import java.util.stream.Stream;
import org.sekisho.api.ipsec.TrafficSelector;

/**
 * One {@code ipsec sa policy} that an enabled tunnel binds: a CHILD SA to keep up under the
 * gateway's IKE SA. Several policies may name one gateway (RFC 7296 section 1.3.1).
 *
 * @param tunnel the tunnel, which tells one policy of a gateway from another
 * @param line the policy's line, so far as another in its place must keep it
 * @param algorithms what lines say about algorithms, with the policy's own for ESP
 * @param replayWindow anti-replay window in packets, 0 for off
 * @param ipv6 offer IPv6 traffic too where no selectors are named
 * @param localSelectors inner addresses on our side, empty for everything
 * @param remoteSelectors inner addresses on the peer's side, empty for everything
 */
public record ChildPolicy(
    int tunnel,
    PolicyLine line,
    AlgorithmPolicy algorithms,
    int replayWindow,
    boolean ipv6,
    List<TrafficSelector> localSelectors,
    List<TrafficSelector> remoteSelectors) {

  /** Copies the lists. */
  public ChildPolicy {
    localSelectors = List.copyOf(localSelectors);
    remoteSelectors = List.copyOf(remoteSelectors);
  }

  /** How log lines name it. */
  public String label() {
    return "Tunnel[" + tunnel + "]";
  }

  /** Selectors of our side that we propose. */
  public List<TrafficSelector> proposedLocal() {
    return localSelectors.isEmpty() ? everything(remoteSelectors) : localSelectors;
  }

  /** Selectors of the peer's side that we propose. */
  public List<TrafficSelector> proposedRemote() {
    return remoteSelectors.isEmpty() ? everything(localSelectors) : remoteSelectors;
  }

  /** Everything, in the families of the other side where that is limited. */
  private List<TrafficSelector> everything(List<TrafficSelector> other) {
    boolean needs4 = other.isEmpty() || other.stream().anyMatch(s -> !s.isIpv6());
    boolean needs6 = other.isEmpty() ? ipv6 : other.stream().anyMatch(TrafficSelector::isIpv6);
    return Stream.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6)
        .filter(s -> s.isIpv6() ? needs6 : needs4)
        .toList();
  }

  /** Whether a pair made under the other policy still carries what this one asks for. */
  public boolean sameTraffic(ChildPolicy other) {
    return tunnel == other.tunnel
        && localSelectors.equals(other.localSelectors)
        && remoteSelectors.equals(other.remoteSelectors);
  }
}
