package org.sekisho.ike.service;

import java.io.IOException;
import java.util.function.Consumer;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;

/** A thread that takes messages from a channel: IKE from UDP 500, or what ICMP says of them. */
final class IkeReceiver {

  private static final int SLOTS = 32;
  private static final int WAIT_MILLIS = 1_000;

  private final PacketChannel channel;
  private final PacketBatch batch;
  private final Sink sink;
  private final Consumer<Throwable> faults;
  private final Thread thread;
  private volatile boolean stopping;

  /** Where messages go. */
  interface Sink {
    void receive(Endpoint local, Endpoint remote, byte[] message);
  }

  /**
   * @param name of the thread
   * @param largest octets of the largest message; a larger one is dropped
   * @param faults hears when the channel cannot be read, or a message cannot be handed on
   */
  IkeReceiver(
      String name,
      WanTransport transport,
      PacketChannel channel,
      int largest,
      Sink sink,
      Consumer<Throwable> faults) {
    this.channel = channel;
    this.batch = transport.newBatch(SLOTS, largest);
    this.thread = new Thread(this::run, name);
    this.sink = sink;
    this.faults = faults;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      try {
        int count = channel.receive(batch, 0, WAIT_MILLIS);
        for (int i = 0; i < count; i++) {
          sink.receive(batch.local(i), batch.remote(i), batch.copy(i));
        }
      } catch (IOException | RuntimeException | Error e) {
        if (!stopping) {
          faults.accept(e);
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  void stop() {
    stopping = true;
    channel.wakeup();
    try {
      thread.join(2L * WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
