package org.sekisho.esp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Measures how fast a provider seals and opens packets of 1400 octets, on the calling thread, under
 * a throw-away key. A measurement takes {@link #WARM_NANOS} and {@link #MEASURE_NANOS}, whatever
 * the speed, and a batch more.
 */
final class CryptoRates {

  /** Inner octets a packet. */
  static final int OCTETS = 1400;

  /** Until the JVM has compiled what is measured; cold code is ten times slower. */
  static final long WARM_NANOS = 70_000_000L;

  static final long MEASURE_NANOS = 30_000_000L;

  /** Packets a batch. */
  static final int BATCH = 32;

  private static final int SLOT = 2048;

  private final LongSupplier cpuTime;
  private final int rounds;
  private final PacketBatch batch = PacketBatch.allocate(BATCH, SLOT);

  /**
   * Measures with a clock.
   *
   * @param cpuTime processor time of the calling thread in nanoseconds
   * @param rounds batches between two looks at it, which is a system call
   */
  CryptoRates(LongSupplier cpuTime, int rounds) {
    this.cpuTime = cpuTime;
    this.rounds = rounds;
  }

  /** Megabits of inner octets a second, sealing and opening taken together, halved. */
  int measure(EspCrypto crypto, EspSuite suite) {
    byte[] key = new byte[suite.keyMaterialLength()];
    new SecureRandom().nextBytes(key);
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      long sequence = 1;
      long started = cpuTime.getAsLong();
      long now = started;
      long measuredFrom = 0;
      long packets = 0;
      while (measuredFrom == 0 || now - measuredFrom < MEASURE_NANOS) {
        for (int round = 0; round < rounds; round++) {
          fill(suite, sequence);
          seal.seal(batch, 0, BATCH);
          open.open(batch, 0, BATCH);
          sequence += BATCH;
        }
        now = cpuTime.getAsLong();
        if (measuredFrom != 0) {
          packets += 2L * BATCH * rounds;
        } else if (now - started >= WARM_NANOS) {
          measuredFrom = now;
        }
      }
      return (int) Math.min(Integer.MAX_VALUE, packets * OCTETS * 8000 / (now - measuredFrom));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private void fill(EspSuite suite, long sequence) {
    int unit = suite.alignment();
    int text = OCTETS + 2 + unit - 1 & -unit;
    int length =
        EspEncapsulator.ESP_HEADER + suite.encryption().ivLength() + text + suite.icvLength();
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      int offset = batch.slotStart(i);
      batch.add(offset, length);
      batch.sequence(i, sequence + i);
      batch
          .memory()
          .putInt(offset, 1)
          .putInt(offset + EspEncapsulator.SEQUENCE, (int) (sequence + i));
    }
  }
}
