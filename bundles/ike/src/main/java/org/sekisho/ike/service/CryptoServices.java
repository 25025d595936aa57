package org.sekisho.ike.service;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceReference;
import org.sekisho.api.crypto.IkeCrypto;

/**
 * The providers of IKE's primitives. While a bundle is exchanged there may be none for a moment:
 * the engine waits for it, once, instead of losing what it is doing. Any thread.
 */
final class CryptoServices {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Map<ServiceReference<IkeCrypto>, IkeCrypto> services =
      new TreeMap<>(Comparator.reverseOrder());
  private final Set<ServiceReference<IkeCrypto>> whole = new TreeSet<>();
  private List<IkeCrypto> bestFirst = List.of();
  private boolean patient = true;

  /**
   * Adds a provider.
   *
   * @param alone whether it serves without another beside it
   */
  synchronized void put(ServiceReference<IkeCrypto> reference, IkeCrypto crypto, boolean alone) {
    services.put(reference, crypto);
    bestFirst = List.copyOf(services.values());
    if (alone) {
      whole.add(reference);
      patient = true;
    }
    notifyAll();
  }

  /** Removes a provider. */
  synchronized void remove(ServiceReference<IkeCrypto> reference) {
    services.remove(reference);
    bestFirst = List.copyOf(services.values());
    whole.remove(reference);
  }

  /** The providers present, the best first. */
  synchronized List<IkeCrypto> bestFirst() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (whole.isEmpty() && patient) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        patient = false;
      } else {
        await(left);
      }
    }
    return bestFirst;
  }

  private void await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      patient = false;
      Thread.currentThread().interrupt();
    }
  }
}
