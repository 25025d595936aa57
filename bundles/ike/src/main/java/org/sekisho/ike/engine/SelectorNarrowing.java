package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ipsec.TrafficSelector;

/** Narrowing of traffic selectors (RFC 7296 section 2.9). */
final class SelectorNarrowing {

  private SelectorNarrowing() {}

  /** The parts of the offer that the policy allows, in the order offered, without repetitions. */
  static List<TrafficSelector> narrow(List<TrafficSelector> offer, List<TrafficSelector> policy) {
    List<TrafficSelector> result = new ArrayList<>();
    for (TrafficSelector offered : offer) {
      for (TrafficSelector allowed : policy) {
        intersection(offered, allowed).filter(s -> !result.contains(s)).ifPresent(result::add);
      }
    }
    return result;
  }

  /** Whether every selector lies inside one of the offer's. */
  static boolean within(List<TrafficSelector> answer, List<TrafficSelector> offer) {
    return !answer.isEmpty()
        && answer.stream()
            .allMatch(
                a ->
                    offer.stream().anyMatch(o -> intersection(a, o).filter(a::equals).isPresent()));
  }

  /** Selectors of families both sides have; a pair of different families carries nothing. */
  static List<TrafficSelector> commonFamilies(
      List<TrafficSelector> selectors, List<TrafficSelector> other) {
    return selectors.stream()
        .filter(s -> other.stream().anyMatch(o -> o.isIpv6() == s.isIpv6()))
        .toList();
  }

  private static Optional<TrafficSelector> intersection(TrafficSelector a, TrafficSelector b) {
    if (a.isIpv6() != b.isIpv6()
        || (a.protocol() != 0 && b.protocol() != 0 && a.protocol() != b.protocol())) {
      return Optional.empty();
    }
    InetAddress start = higher(a.start(), b.start());
    InetAddress end = higher(a.end(), b.end()).equals(a.end()) ? b.end() : a.end();
    if (Arrays.compareUnsigned(start.getAddress(), end.getAddress()) > 0) {
      return Optional.empty();
    }
    int protocol = Math.max(a.protocol(), b.protocol());
    if (anyPort(a) || anyPort(b)) {
      TrafficSelector ports = anyPort(a) ? b : a;
      return Optional.of(
          new TrafficSelector(protocol, ports.startPort(), ports.endPort(), start, end));
    }
    int low = Math.max(a.startPort(), b.startPort());
    int high = Math.min(a.endPort(), b.endPort());
    boolean opaque = a.startPort() == b.startPort() && a.endPort() == b.endPort();
    return low > high && !opaque
        ? Optional.empty()
        : Optional.of(new TrafficSelector(protocol, low, high, start, end));
  }

  private static boolean anyPort(TrafficSelector s) {
    return s.startPort() == 0 && s.endPort() == 65535;
  }

  private static InetAddress higher(InetAddress a, InetAddress b) {
    return Arrays.compareUnsigned(a.getAddress(), b.getAddress()) >= 0 ? a : b;
  }
}
