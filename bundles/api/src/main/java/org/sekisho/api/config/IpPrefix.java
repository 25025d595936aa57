package org.sekisho.api.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address with a prefix length.
 *
 * @param address the address as typed, host bits kept
 * @param length prefix length in bits
 */
public record IpPrefix(InetAddress address, int length) {

  /** Checks the length. */
  public IpPrefix {
    if (length < 0 || length > address.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix length " + length);
    }
  }

  /** The same with the host bits cleared. */
  public IpPrefix network() {
    byte[] octets = address.getAddress();
    for (int bit = length; bit < octets.length * 8; bit++) {
      octets[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    try {
      return new IpPrefix(InetAddress.getByAddress(octets), length);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the length of an address does not change", e);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
