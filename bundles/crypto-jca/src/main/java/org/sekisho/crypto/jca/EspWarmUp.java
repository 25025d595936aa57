package org.sekisho.crypto.jca;

import java.security.SecureRandom;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/**
 * Seals and opens small packets under throw-away keys until the JVM has compiled the code. Without
 * it the first packet of a router takes milliseconds and the first thousand some 40 µs each.
 */
final class EspWarmUp {

  private static final int PACKETS = 20_000;
  private static final int BATCH = 32;
  private static final int LENGTH = 128;

  private final EspCrypto crypto;
  private final Thread thread;
  private volatile boolean stopped;

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

  /** Makes it end within a batch. */
  void stop() {
    stopped = true;
  }

  /** Waits for its end; for tests. */
  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    warm(new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false));
    warm(
        new EspSuite(
            EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, false));
  }

  private void warm(EspSuite suite) {
    byte[] key = new byte[suite.keyMaterialLength()];
    new SecureRandom().nextBytes(key);
    PacketBatch batch = PacketBatch.allocate(BATCH, 256);
    int length = 8 + suite.encryption().ivLength() + LENGTH + suite.icvLength();
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      for (long sequence = 1; sequence <= PACKETS && !stopped; ) {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
          batch.add(batch.slotStart(i), length);
          batch.sequence(i, sequence++);
        }
        seal.seal(batch, 0, BATCH);
        open.open(batch, 0, BATCH);
      }
    }
  }
}
