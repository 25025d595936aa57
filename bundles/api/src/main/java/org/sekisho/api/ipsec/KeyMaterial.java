package org.sekisho.api.ipsec;

import java.util.Arrays;

/** Key octets that are never printed and can be zeroed. Thread-safe. */
public final class KeyMaterial implements AutoCloseable {

  private final byte[] octets;
  private boolean closed;

  /** Takes a copy of the octets. */
  public KeyMaterial(byte[] octets) {
    this.octets = octets.clone();
  }

  /** A copy, which the caller zeroes after use. */
  public synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("key material was zeroed");
    }
    return octets.clone();
  }

  /** Zeroes the octets. */
  @Override
  public synchronized void close() {
    Arrays.fill(octets, (byte) 0);
    closed = true;
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + octets.length + " octets]";
  }
}
