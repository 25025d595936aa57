package org.sekisho.ike.diagnosis;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.api.ipsec.TrafficSelector;

/** Ways out of differing traffic selectors. */
final class SelectorAdvice {

  private SelectorAdvice() {}

  static List<Remedy> remedies(int gateway, Evidence.Selectors e) {
    Optional<String> here = line("local", gateway, e.theirsHere());
    Optional<String> there = line("remote", gateway, e.theirsThere());
    List<Remedy> ways = new ArrayList<>();
    if (e.isKnown() && here.isPresent() && there.isPresent()) {
      ways.add(Remedy.of(Remedy.Kind.SELECTORS, here.get(), there.get()));
    }
    ways.add(Remedy.of(Remedy.Kind.ROUTE_BASED));
    return ways;
  }

  private static Optional<String> line(String side, int gateway, List<TrafficSelector> selectors) {
    List<Optional<String>> networks = selectors.stream().map(SelectorAdvice::network).toList();
    if (networks.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    String all = networks.stream().map(Optional::get).collect(Collectors.joining(" "));
    return Optional.of("ipsec ike " + side + " id " + gateway + " " + all);
  }

  /** The network a selector is, empty when it is no whole one. */
  private static Optional<String> network(TrafficSelector s) {
    byte[] low = s.start().getAddress();
    byte[] high = s.end().getAddress();
    int bits = 0;
    while (bits < 8 * low.length && bit(low, bits) == bit(high, bits)) {
      bits++;
    }
    for (int i = bits; i < 8 * low.length; i++) {
      if (bit(low, i) != 0 || bit(high, i) != 1) {
        return Optional.empty();
      }
    }
    InetAddress start = s.start();
    boolean whole = s.protocol() == 0 && s.startPort() == 0 && s.endPort() == 65535;
    return whole ? Optional.of(start.getHostAddress() + "/" + bits) : Optional.empty();
  }

  private static int bit(byte[] octets, int at) {
    return octets[at / 8] >>> (7 - at % 8) & 1;
  }
}
