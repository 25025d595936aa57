package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.net.PacketBatch;

/** Several threads send and receive on one SA: numbers, windows and flows keep their order. */
@Timeout(120)
class LanesTest {

  private static final int TUNNEL = 1;
  private static final int SPI = 5;
  private static final int LANES = 3;
  private static final int BATCHES = 700;
  private static final int SLOTS = 16;

  private final CryptoProviders providers = new CryptoProviders();
  private final TestCrypto crypto = new TestCrypto("first");
  private final EspEvents events = new EspEvents();
  private final MemoryWan wan = new MemoryWan();
  private final MemoryTun tun = new MemoryTun();
  private final SaDatabase database = database();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private SaDatabase database() {
    providers.put(crypto, Map.of());
    SaDatabase made = new SaDatabase(providers, new ListLog(), LANES);
    // One SA in a loop: what it sends carries the SPI it receives on, window 1024.
    made.install(new PairBuilder(TUNNEL, SPI, SPI).window(1024).build());
    tun.open(TUNNEL, 1400);
    return made;
  }

  private interface Work {
    void run() throws Exception;
  }

  private Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            },
            name);
    thread.start();
    return thread;
  }

  private void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertNull(failure.get(), () -> "a thread failed: " + failure.get());
  }

  /** Sends batches of one flow whose packets are numbered. */
  private void sendFlow(int lane) throws IOException {
    OutboundPath path = new OutboundPath(database, events, lane, SLOTS, System::nanoTime);
    PacketBatch batch = PacketBatch.allocate(SLOTS, 256);
    Random random = new Random(lane);
    int number = 0;
    for (int n = 0; n < BATCHES; n++) {
      batch.clear();
      for (int size = 1 + random.nextInt(SLOTS); size > 0; size--) {
        byte[] packet = Packets.udp("10.0.0.1", 1000 + lane, "10.0.0.2", 7, "" + number++);
        Packets.add(batch, OutboundPath.HEADROOM, packet);
      }
      path.process(batch, TUNNEL, wan);
    }
  }

  private void sendAll() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      int own = lane;
      senders.add(start("sender " + lane, () -> sendFlow(own)));
    }
    join(senders);
  }

  /** Each receiver takes the next few packets and their ticket at once, as a leader does. */
  private void receiveAll(List<MemoryChannel.Datagram> arrived) throws InterruptedException {
    ArrayDeque<MemoryChannel.Datagram> line = new ArrayDeque<>(arrived);
    InboundPath path = new InboundPath(events, System::nanoTime);
    List<Thread> receivers = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      InboundLane own = new InboundLane(database, path, lane, received -> {});
      Random random = new Random(100 + lane);
      receivers.add(
          start(
              "receiver " + lane,
              () -> {
                PacketBatch batch = PacketBatch.allocate(SLOTS, 256);
                while (true) {
                  long ticket;
                  synchronized (line) {
                    batch.clear();
                    for (int n = random.nextInt(SLOTS); n >= 0 && !line.isEmpty(); n--) {
                      MemoryChannel.Datagram next = line.remove();
                      int i = Packets.add(batch, 0, next.bytes());
                      batch.local(i, next.local());
                      batch.remote(i, PairBuilder.THERE);
                    }
                    if (batch.size() == 0) {
                      return;
                    }
                    ticket = own.ticket();
                  }
                  own.process(batch, ticket, tun);
                }
              }));
    }
    join(receivers);
  }

  /** Every flow came out of the tunnel whole and in order. */
  private void checkFlows(int total) {
    int[] next = new int[LANES];
    List<byte[]> written = new ArrayList<>();
    tun.written(TUNNEL).drainTo(written);
    assertEquals(total, written.size());
    for (byte[] packet : written) {
      int flow = ByteBuffer.wrap(packet).getShort(20) - 1000;
      String number =
          new String(packet, 28, packet.length - 28, java.nio.charset.StandardCharsets.US_ASCII);
      assertEquals(next[flow]++, Integer.parseInt(number), "flow " + flow);
    }
  }

  private List<MemoryChannel.Datagram> sent() {
    List<MemoryChannel.Datagram> sent = new ArrayList<>();
    wan.udp4500.sent.drainTo(sent);
    return sent;
  }

  @Test
  void numbersLeaveAscendingWithoutGapAndNothingIsDroppedFalsely() throws Exception {
    sendAll();
    List<MemoryChannel.Datagram> sent = sent();
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(i + 1, ByteBuffer.wrap(sent.get(i).bytes()).getInt(4));
    }
    assertEquals(sent.size(), database.counters(SPI).outboundPackets());
    receiveAll(sent);
    checkFlows(sent.size());
    assertEquals(sent.size(), database.counters(SPI).inboundPackets());
    assertEquals(0, database.counters(SPI).replayDrops());
    assertEquals(0, database.counters(SPI).integrityDrops());
  }

  @Test
  void swappingProvidersLosesNothingAndRepeatsNoNumber() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    List<TestCrypto> used = new ArrayList<>(List.of(crypto));
    Thread swapper =
        start(
            "swapper",
            () -> {
              while (done.getCount() > 0) {
                TestCrypto before = used.get(used.size() - 1);
                TestCrypto next = new TestCrypto("next " + used.size());
                providers.put(next, Map.of("service.ranking", used.size()));
                database.reselectCrypto();
                providers.remove(before);
                assertEquals(0, before.open(), "nothing stays behind");
                used.add(next);
              }
            });
    sendAll();
    List<MemoryChannel.Datagram> sent = sent();
    receiveAll(sent);
    done.countDown();
    join(List.of(swapper));
    for (int i = 0; i < sent.size(); i++) {
      assertEquals(i + 1, ByteBuffer.wrap(sent.get(i).bytes()).getInt(4));
    }
    checkFlows(sent.size());
    assertTrue(used.stream().filter(p -> p.packets() > 0).count() > 2, "swaps were real");
  }

  @Test
  void aReplayIsSeenWhicheverThreadOpensIt() throws Exception {
    sendAll();
    List<MemoryChannel.Datagram> sent = sent();
    List<MemoryChannel.Datagram> twice = new ArrayList<>();
    for (MemoryChannel.Datagram datagram : sent) {
      twice.add(datagram);
      twice.add(datagram);
    }
    receiveAll(twice);
    checkFlows(sent.size());
    assertEquals(sent.size(), database.counters(SPI).replayDrops());
  }

  @Test
  void turnsComeInTheOrderOfTheTickets() throws Exception {
    TicketOrder order = new TicketOrder();
    long first = order.take();
    long second = order.take();
    List<String> turns = new ArrayList<>();
    Thread late =
        start(
            "late",
            () -> {
              order.await(second);
              turns.add("second");
              order.finish(second);
            });
    Thread change =
        start(
            "change",
            () -> {
              late.join();
              long turn = order.enter();
              turns.add("change");
              order.finish(turn);
            });
    turns.add("first");
    // given up without waiting for it
    order.finish(first);
    join(List.of(late, change));
    assertEquals(List.of("first", "second", "change"), turns);
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
