package org.sekisho.console.ssh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows guessing down: an address with too many failures in a row is refused for a while, whatever
 * it offers. Thread-safe; remembers a bounded number of addresses.
 */
final class LoginGuard {

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

  LoginGuard(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Failures(int count, long last) {}

  /** Whether the address may try. */
  synchronized boolean allows(String address) {
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
  synchronized void failed(String address) {
    Failures f = failures.get(address);
    failures.put(address, new Failures(f == null ? 1 : f.count() + 1, nanos.getAsLong()));
  }

  /** An attempt succeeded. */
  synchronized void succeeded(String address) {
    failures.remove(address);
  }
}
