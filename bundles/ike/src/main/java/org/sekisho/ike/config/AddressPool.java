package org.sekisho.ike.config;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Inner addresses to hand out ({@code ipsec ike mode-cfg address pool}).
 *
 * @param first first address
 * @param last last address, same family
 */
public record AddressPool(InetAddress first, InetAddress last) {

  /** The largest pool. */
  public static final int MOST = 65_536;

  /**
   * Reads {@code A}, {@code A-B}, either with {@code /m} behind. {@code A/m} is one address, unless
   * A is the network itself: then it is every host of it.
   *
   * @return empty when it is none of these, or too large
   */
  static Optional<AddressPool> parse(String text) {
    int slash = text.indexOf('/');
    String addresses = slash < 0 ? text : text.substring(0, slash);
    int dash = addresses.indexOf('-');
    Optional<InetAddress> first =
        Identity.literal(dash < 0 ? addresses : addresses.substring(0, dash));
    Optional<InetAddress> last = dash < 0 ? first : Identity.literal(addresses.substring(dash + 1));
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    AddressPool pool = new AddressPool(first.get(), last.get());
    if (slash >= 0) {
      String mask = text.substring(slash + 1);
      int bits = first.get().getAddress().length * 8;
      if (!mask.matches("\\d{1,3}") || Integer.parseInt(mask) > bits) {
        return Optional.empty();
      }
      if (dash < 0) {
        pool = hosts(pool, bits - Integer.parseInt(mask));
      }
    }
    return pool.isUsable() ? Optional.of(pool) : Optional.empty();
  }

  private static AddressPool hosts(AddressPool single, int hostBits) {
    BigInteger network = number(single.first);
    BigInteger size = BigInteger.ONE.shiftLeft(hostBits);
    if (hostBits < 2 || !network.mod(size).equals(BigInteger.ZERO)) {
      return single;
    }
    boolean ipv4 = single.first instanceof Inet4Address;
    int length = single.first.getAddress().length;
    return new AddressPool(
        address(network.add(BigInteger.ONE), length),
        address(network.add(size).subtract(BigInteger.valueOf(ipv4 ? 2 : 1)), length));
  }

  private boolean isUsable() {
    return first.getAddress().length == last.getAddress().length
        && number(first).compareTo(number(last)) <= 0
        && number(last).subtract(number(first)).compareTo(BigInteger.valueOf(MOST)) < 0;
  }

  /** Whether it is of IPv6 addresses. */
  public boolean isIpv6() {
    return first.getAddress().length == 16;
  }

  /** How many addresses it has. */
  public int size() {
    return number(last).subtract(number(first)).intValueExact() + 1;
  }

  /** The address that many places behind the first. */
  public InetAddress at(int index) {
    return address(number(first).add(BigInteger.valueOf(index)), first.getAddress().length);
  }

  /** Whether the address is in it. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == first.getAddress().length
        && Arrays.compareUnsigned(first.getAddress(), address.getAddress()) <= 0
        && Arrays.compareUnsigned(address.getAddress(), last.getAddress()) <= 0;
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static InetAddress address(BigInteger number, int length) {
    byte[] octets = new byte[length];
    byte[] value = number.toByteArray();
    int count = Math.min(length, value.length);
    System.arraycopy(value, value.length - count, octets, length - count, count);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
