package org.sekisho.ike.service;

import java.io.IOException;
import java.util.function.Consumer;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.WanTransport;

/** The thread that takes IKE messages from UDP 500. */
final class IkeReceiver {

  private static final int SLOTS = 32;
  private static final int SLOT_SIZE = 65_536;
  private static final int WAIT_MILLIS = 1_000;

  private final WanTransport transport;
  private final Sink sink;
  private final Consumer<IOException> faults;
  private final Thread thread = new Thread(this::run, "sekisho-ike-udp500");
  private volatile boolean stopping;

  /** Where messages go. */
  interface Sink {
    void receive(Endpoint local, Endpoint remote, byte[] message);
  }

  IkeReceiver(WanTransport transport, Sink sink, Consumer<IOException> faults) {
    this.transport = transport;
    this.sink = sink;
    this.faults = faults;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    PacketBatch batch = transport.newBatch(SLOTS, SLOT_SIZE);
    while (!stopping) {
      try {
        int count = transport.udp500().receive(batch, 0, WAIT_MILLIS);
        for (int i = 0; i < count; i++) {
          sink.receive(batch.local(i), batch.remote(i), batch.copy(i));
        }
      } catch (IOException e) {
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
    transport.udp500().wakeup();
    try {
      thread.join(2L * WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
