package org.sekisho.tun;

import java.util.Locale;

/**
 * What the kernel leaves to us when it hands a packet to a TUN device (linux/if_tun.h, TUN_F_*),
 * from nothing to all; each level contains the ones below. With any but {@link #NONE} every packet
 * carries a {@link VirtioNetHeader}. The numbers are values the kernel accepts together: USO for
 * one IP version alone, or TSO without CSUM, is refused.
 */
enum TunOffload {
  /** No virtio header: one ordinary packet a call. */
  NONE(0),
  /** Transport checksums are left to us. */
  CSUM(0x01),
  /** TCP over both IP versions comes and goes in super-packets, ECN included. */
  TSO(0x0f),
  /** UDP too (Linux 6.2 and later). */
  USO(0x6f);

  private final int flags;

  TunOffload(int flags) {
    this.flags = flags;
  }

  /** Argument of TUNSETOFFLOAD. */
  int flags() {
    return flags;
  }

  /** The next level to try when the kernel refuses this one. */
  TunOffload lower() {
    return values()[ordinal() - 1];
  }

  /** Whether TCP segments are written as super-packets. */
  boolean coalescesTcp() {
    return compareTo(TSO) >= 0;
  }

  /** Whether UDP datagrams are written as super-packets. */
  boolean coalescesUdp() {
    return this == USO;
  }

  /**
   * The level of a setting.
   *
   * @param setting {@code uso}, {@code tso}, {@code csum} or {@code none}; null for the highest
   * @throws IllegalArgumentException with a sentence for the administrator
   */
  static TunOffload from(String setting) {
    if (setting == null) {
      return USO;
    }
    for (TunOffload level : values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(setting)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "sekisho.tun.offload must be uso, tso, csum or none, not " + setting);
  }
}
