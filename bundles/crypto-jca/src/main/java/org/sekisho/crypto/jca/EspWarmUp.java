package org.sekisho.crypto.jca;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/**
 * Seals and opens small packets under throw-away keys until the JVM has compiled the code. Without
 * it the first packet of a router takes milliseconds and the first thousand some 40 µs each. A
 * provider does not know the configuration, so it warms what cloud gateways propose: AES-GCM and
 * AES-CBC with SHA-1 or SHA-256, in turn, so that none is left cold when the time is up on a slow
 * processor. It rests between short runs: the JVM compiles in the background, and packets that go
 * through the interpreter meanwhile use up the time for little.
 */
final class EspWarmUp {

  private static final int PACKETS = 20_000;
  private static final int BATCH = 32;
  private static final int LENGTH = 128;

  /** Processor time it may take altogether. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Processor time of a run. */
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private static final long REST_MILLIS = 20;

  private static final List<EspSuite> SUITES =
      List.of(
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false),
          new EspSuite(
              EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, false),
          new EspSuite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA1_96, false));

  private final EspCrypto crypto;
  private final Thread thread;
  private final PacketBatch batch = PacketBatch.allocate(BATCH, 256);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int packets;

  /** Both directions of one suite. */
  private record Pair(EspSuite suite, EspTransform seal, EspTransform open) {}

  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it; it only lets others go first
  EspWarmUp(EspCrypto crypto) {
    this.crypto = crypto;
    thread = new Thread(this::run, "sekisho-crypto-warm-up");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  /** Starts in the background. */
  void start() {
    thread.start();
  }

  /** Makes it end within milliseconds. */
  void stop() {
    stopped.countDown();
  }

  /** Waits for its end and returns how many packets it sealed and opened; for tests. */
  int join() throws InterruptedException {
    thread.join();
    return packets;
  }

  private void run() {
    List<Pair> pairs = new ArrayList<>();
    try {
      for (EspSuite suite : SUITES) {
        byte[] key = new byte[suite.keyMaterialLength()];
        new SecureRandom().nextBytes(key);
        EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        pairs.add(new Pair(suite, seal, crypto.transform(suite, key, Direction.INBOUND)));
      }
      warm(pairs);
    } catch (InterruptedException e) {
      // nobody interrupts this thread but a container that wants it to end
      Thread.currentThread().interrupt();
    } finally {
      for (Pair pair : pairs) {
        pair.seal().close();
        pair.open().close();
      }
    }
  }

  private void warm(List<Pair> pairs) throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long now = threads.getCurrentThreadCpuTime();
    long end = now + LONGEST_NANOS;
    long rest = now + RUN_NANOS;
    boolean stop = stopped.getCount() == 0;
    for (long sequence = 1;
        !stop && now < end && packets < PACKETS * SUITES.size();
        sequence += BATCH) {
      for (Pair pair : pairs) {
        exchange(pair, sequence);
      }
      now = threads.getCurrentThreadCpuTime();
      if (now > rest) {
        stop = stopped.await(REST_MILLIS, TimeUnit.MILLISECONDS);
        rest = now + RUN_NANOS;
      }
    }
  }

  private void exchange(Pair pair, long sequence) {
    int length = 8 + pair.suite().encryption().ivLength() + LENGTH + pair.suite().icvLength();
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      batch.add(batch.slotStart(i), length);
      batch.sequence(i, sequence + i);
    }
    pair.seal().seal(batch, 0, BATCH);
    pair.open().open(batch, 0, BATCH);
    packets += BATCH;
  }
}
