package org.sekisho.tun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sekisho.api.net.Endpoint;

/**
 * Endpoints of received packets by their raw octets, so that a steady flow allocates nothing. Fixed
 * size and direct-mapped: forged sources can displace entries, which costs an allocation each, and
 * nothing else. One thread.
 */
final class EndpointCache {

  private static final int SIZE = 512;

  /** 2^64 divided by the golden ratio: spreads keys that differ little. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long[] high = new long[SIZE];
  private final long[] low = new long[SIZE];
  private final long[] portAndScope = new long[SIZE];
  private final Endpoint[] endpoints = new Endpoint[SIZE];

  /** The endpoint of an IPv4 address at an offset of the memory. */
  Endpoint ipv4(ByteBuffer memory, int at, int port) {
    return find(Family.IPV4, 0, memory.getInt(at), port, 0);
  }

  /**
   * The endpoint of an IPv6 address at an offset of the memory.
   *
   * @param scope interface index, kept for link-local addresses only
   */
  Endpoint ipv6(ByteBuffer memory, int at, int port, int scope) {
    boolean linkLocal = memory.get(at) == (byte) 0xfe && (memory.get(at + 1) & 0xc0) == 0x80;
    return find(
        Family.IPV6, memory.getLong(at), memory.getLong(at + 8), port, linkLocal ? scope : 0);
  }

  private Endpoint find(Family family, long addressHigh, long addressLow, int port, int scope) {
    long key = (long) scope << 32 | (long) family.domain() << 16 | port;
    int slot = slot(addressHigh, addressLow, key);
    Endpoint found = endpoints[slot];
    if (found != null
        && low[slot] == addressLow
        && high[slot] == addressHigh
        && portAndScope[slot] == key) {
      return found;
    }
    Endpoint made = new Endpoint(address(family, addressHigh, addressLow, scope), port);
    endpoints[slot] = made;
    low[slot] = addressLow;
    high[slot] = addressHigh;
    portAndScope[slot] = key;
    return made;
  }

  /** Where an IPv4 endpoint has its place; which ones share a place, for tests. */
  static int slotOfIpv4(ByteBuffer memory, int at, int port) {
    return slot(0, memory.getInt(at), (long) Family.IPV4.domain() << 16 | port);
  }

  private static int slot(long addressHigh, long addressLow, long key) {
    // one multiplication alone used less than half of the places for the addresses of a network
    long mixed = ((addressHigh * 31 + addressLow) * 31 + key) * GOLDEN;
    return (int) ((mixed ^ mixed >>> 29) * GOLDEN >>> 55);
  }

  /** The longs hold the octets as they lie in memory, whatever the processor's byte order. */
  private static InetAddress address(Family family, long high, long low, int scope) {
    try {
      if (family == Family.IPV4) {
        return InetAddress.getByAddress(
            ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt((int) low).array());
      }
      byte[] octets =
          ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putLong(high).putLong(low).array();
      return scope == 0
          ? Inet6Address.getByAddress(null, octets, null)
          : Inet6Address.getByAddress(null, octets, scope);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 octets are always an address", e);
    }
  }
}
