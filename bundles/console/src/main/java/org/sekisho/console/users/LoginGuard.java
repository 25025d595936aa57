package org.sekisho.console.users;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing down: who has too many failures in a row, by address or by user and address, is
 * refused for a while, whatever they offer. Thread-safe; remembers a bounded number of addresses.
 */
public final class LoginGuard {

  private static final int FAILURES = 10;
  private static final long PENALTY_NANOS = 60_000_000_000L;
  private static final int ADDRESSES = 1_024;

  private final LongSupplier nanos;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ADDRESSES;
        }
      };

  /**
   * Starts with nobody to blame.
   *
   * @param nanos monotonic time in nanoseconds
   */
  public LoginGuard(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Failures(int count, long last) {}

  /** Whether the address may try. */
  public synchronized boolean allows(String address) {
    Failures f = failures.get(address);
    if (f == null || f.count() < FAILURES) {
      return true;
    }
    if (nanos.getAsLong() - f.last() < PENALTY_NANOS) {
      return false;
    }
    failures.remove(address);
    return true;
  }

  /** An attempt failed. */
  public synchronized void failed(String address) {
    Failures f = failures.get(address);
    failures.put(address, new Failures(f == null ? 1 : f.count() + 1, nanos.getAsLong()));
  }

  /** An attempt succeeded. */
  public synchronized void succeeded(String address) {
    failures.remove(address);
  }
}
