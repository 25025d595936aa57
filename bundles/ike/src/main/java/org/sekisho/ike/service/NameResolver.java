package org.sekisho.ike.service;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Looks gateway names up on a thread of its own, which may wait for a name server. That a name has
 * no address is told once, until it has had one.
 */
final class NameResolver {

  private final BiConsumer<String, InetAddress> found;
  private final Consumer<String> failed;
  private final Lookup lookup;
  private final Set<String> unresolved = new HashSet<>();
  private final ThreadPoolExecutor executor;

  /** How addresses of a name are found. */
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * @param failed gets one sentence
   */
  NameResolver(BiConsumer<String, InetAddress> found, Consumer<String> failed) {
    this(found, failed, InetAddress::getAllByName);
  }

  NameResolver(BiConsumer<String, InetAddress> found, Consumer<String> failed, Lookup lookup) {
    this.found = found;
    this.failed = failed;
    this.lookup = lookup;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(256),
            task -> {
              Thread thread = new Thread(task, "sekisho-ike-names");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  void resolve(String host) {
    executor.execute(() -> lookUp(host));
  }

  private void lookUp(String host) {
    try {
      InetAddress[] all = lookup.addresses(host);
      unresolved.remove(host);
      found.accept(
          host,
          Arrays.stream(all).filter(Inet4Address.class::isInstance).findFirst().orElse(all[0]));
    } catch (UnknownHostException e) {
      if (unresolved.add(host)) {
        failed.accept("[IKE2] the name " + host + " cannot be resolved");
      }
    }
  }

  void stop() {
    executor.shutdownNow();
  }
}
