package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The IKE SAs that wait for IKE_AUTH, found by SA and by the message that made them, and counted by
 * address: an IPv6 site is one address, its /64 (RFC 8019 section 4.2).
 */
final class HalfOpenSas {

  /** So many, in all or of one address, and peers must return a cookie. */
  private static final int COOKIES_FROM = 30;

  private static final int COOKIES_FROM_ONE = 3;

  /** So many, and peers must solve a puzzle. */
  private static final int PUZZLES_FROM = 150;

  private static final int PUZZLES_FROM_ONE = 6;

  /** So many, and no more are made. */
  private static final int MOST = 1_000;

  private static final int MOST_OF_ONE = 10;

  private final Map<IkeSa, HalfOpenSa> bySa = new HashMap<>();
  private final Map<Origin, List<HalfOpenSa>> byOrigin = new HashMap<>();
  private final Map<ByteBuffer, Integer> byNetwork = new HashMap<>();

  private record Origin(long spiI, InetAddress address) {
    static Origin of(IkeSa sa) {
      return new Origin(sa.spiI(), sa.transport().remote().address());
    }
  }

  /** The entry and where it was found when it was made; its SA may follow the peer elsewhere. */
  private final Map<HalfOpenSa, Origin> origins = new HashMap<>();

  private static ByteBuffer network(InetAddress address) {
    byte[] octets = address.getAddress();
    return ByteBuffer.wrap(octets, 0, octets.length == 16 ? 8 : octets.length);
  }

  HalfOpenSa of(IkeSa sa) {
    return bySa.get(sa);
  }

  /**
   * The SA that this very request has made, null when there is none (RFC 7296 section 2.1: the same
   * SPI with another content is another initiator). Of one address there are few to compare.
   */
  HalfOpenSa madeBy(long spiI, InetAddress address, byte[] request) {
    for (HalfOpenSa entry : byOrigin.getOrDefault(new Origin(spiI, address), List.of())) {
      if (Arrays.equals(entry.init().request(), request)) {
        return entry;
      }
    }
    return null;
  }

  void add(HalfOpenSa entry) {
    Origin origin = Origin.of(entry.sa());
    bySa.put(entry.sa(), entry);
    origins.put(entry, origin);
    byOrigin.computeIfAbsent(origin, o -> new ArrayList<>()).add(entry);
    byNetwork.merge(network(origin.address()), 1, Integer::sum);
  }

  /** Takes an SA out; null when it was not here. */
  HalfOpenSa remove(IkeSa sa) {
    HalfOpenSa entry = bySa.remove(sa);
    if (entry != null) {
      Origin origin = origins.remove(entry);
      List<HalfOpenSa> same = byOrigin.get(origin);
      same.remove(entry);
      if (same.isEmpty()) {
        byOrigin.remove(origin);
      }
      byNetwork.computeIfPresent(network(origin.address()), (n, c) -> c == 1 ? null : c - 1);
    }
    return entry;
  }

  int size() {
    return bySa.size();
  }

  /** Whether there is no room for another one of the address. */
  boolean isFull(InetAddress address) {
    return size() >= MOST || of(address) >= MOST_OF_ONE;
  }

  boolean needsCookie(InetAddress address) {
    return size() >= COOKIES_FROM || of(address) >= COOKIES_FROM_ONE;
  }

  boolean needsPuzzle(InetAddress address) {
    return size() >= PUZZLES_FROM || of(address) >= PUZZLES_FROM_ONE;
  }

  /** The effort to ask for: each bit doubles it. 14 bits are some 65,000 hashes. */
  int difficulty() {
    return size() < 400 ? 14 : size() < 700 ? 16 : 18;
  }

  private int of(InetAddress address) {
    return byNetwork.getOrDefault(network(address), 0);
  }
}
