package org.sekisho.api.config;

import java.net.InetAddress;

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

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
