package org.sekisho.dhcp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.dhcp.Lease;

/**
 * Makes a lease of what udhcpc reports. Whoever is first to answer on the wire is the DHCP server:
 * what makes no sense is left out, and without a sensible address there is no lease.
 */
final class LeaseReader {

  /**
   * Shorter ones have no owner that could lend out of them, and would put the world on the link.
   */
  private static final int SHORTEST_PREFIX = 8;

  private static final int MOST_ADDRESSES = 8;

  /** Below, tunnels would starve; RFC 791 lets every host take 576 octets. */
  private static final int SMALLEST_MTU = 576;

  private static final int LARGEST_MTU = 1500;

  // As udhcpc bounds them: what it does not renew nobody may keep.
  private static final long SHORTEST_SECONDS = 122;
  private static final long LONGEST_SECONDS = Integer.MAX_VALUE / 1000;
  private static final long USUAL_SECONDS = 3600;

  private LeaseReader() {}

  /**
   * Reads a report.
   *
   * @param lan whose lease it is
   * @throws UnusableLeaseException when its address or mask is none
   */
  static Lease read(String lan, Report report) throws UnusableLeaseException {
    InetAddress address =
        Ipv4.host(report.value("ip"))
            .orElseThrow(() -> new UnusableLeaseException("no host has the address it offers"));
    int length = length(report.value("subnet"));
    int number = Ipv4.number(report.value("ip")).orElseThrow();
    int hostBits = number & ~Ipv4.bits(length);
    if (length <= 30 && (hostBits == 0 || hostBits == ~Ipv4.bits(length))) {
      throw new UnusableLeaseException(
          "the address it offers, " + address.getHostAddress() + "/" + length + ", is no host's");
    }
    return new Lease(
        lan,
        address,
        length,
        gateway(report).filter(g -> !g.equals(address)),
        mtu(report.value("mtu")),
        addresses(report.value("dns")),
        Ipv4.host(report.value("serverid")));
  }

  /** How long the lease is good. */
  static Duration duration(Report report) {
    String text = report.value("lease");
    long seconds = text.matches("\\d{1,10}") ? Long.parseLong(text) : USUAL_SECONDS;
    return Duration.ofSeconds(Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, seconds)));
  }

  /**
   * A server that tells no mask lends one address: nothing but it and its gateway is on the link.
   */
  private static int length(String mask) throws UnusableLeaseException {
    if (mask.isEmpty()) {
      return 32;
    }
    OptionalInt length = Ipv4.length(mask);
    if (length.isEmpty() || length.getAsInt() < SHORTEST_PREFIX) {
      throw new UnusableLeaseException("the mask it offers is that of no network");
    }
    return length.getAsInt();
  }

  /**
   * The next hop of the default route: of option 121 where there is one, which then stands alone
   * (RFC 3442), else the first router. Its other routes are not taken: they would lead packets that
   * are meant for a tunnel past it, unencrypted.
   */
  private static Optional<InetAddress> gateway(Report report) {
    String[] words = report.value("staticroutes").split("\\s+", -1);
    boolean wellFormed = words.length >= 2 && words.length % 2 == 0;
    for (int i = 0; wellFormed && i < words.length; i += 2) {
      wellFormed =
          words[i].matches("[\\d.]{7,15}/\\d{1,2}") && Ipv4.number(words[i + 1]).isPresent();
    }
    if (!wellFormed) {
      return addresses(report.value("router")).stream().findFirst();
    }
    for (int i = 0; i < words.length; i += 2) {
      if (words[i].equals("0.0.0.0/0")) {
        return Ipv4.host(words[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static OptionalInt mtu(String text) {
    if (!text.matches("\\d{1,5}")) {
      return OptionalInt.empty();
    }
    int mtu = Integer.parseInt(text);
    return mtu >= SMALLEST_MTU && mtu <= LARGEST_MTU ? OptionalInt.of(mtu) : OptionalInt.empty();
  }

  private static List<InetAddress> addresses(String list) {
    return Arrays.stream(list.split("\\s+", -1))
        .flatMap(word -> Ipv4.host(word).stream())
        .distinct()
        .limit(MOST_ADDRESSES)
        .toList();
  }
}
