package org.sekisho.ike.service;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Looks gateway names up on a thread of its own, which may wait for a name server. */
final class NameResolver {

  private final BiConsumer<String, InetAddress> found;
  private final Consumer<String> failed;
  private final ThreadPoolExecutor executor;

  /**
   * @param failed gets one sentence
   */
  NameResolver(BiConsumer<String, InetAddress> found, Consumer<String> failed) {
    this.found = found;
    this.failed = failed;
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
      InetAddress[] all = InetAddress.getAllByName(host);
      found.accept(
          host,
          Arrays.stream(all).filter(Inet4Address.class::isInstance).findFirst().orElse(all[0]));
    } catch (UnknownHostException e) {
      failed.accept("[IKE2] the name " + host + " cannot be resolved");
    }
  }

  void stop() {
    executor.shutdownNow();
  }
}
