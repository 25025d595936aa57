package org.sekisho.bench.micro;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.bench.nullcrypto.NullEspCrypto;
import org.sekisho.crypto.bc.BcEspCrypto;
import org.sekisho.crypto.jca.JcaEspCrypto;

/**
 * Sealing and opening AES-256-GCM, a packet an operation, in batches of 32. Opening includes the
 * copy that brings the sealed packet back, since it is opened in place; with null crypto that copy
 * is nearly all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EspTransformBenchmark {

  private static final int BATCH = 32;
  private static final int SLOT = 2048;
  private static final int OVERHEAD = 8 + 8 + 2 + 16;

  /** Who encrypts. */
  @Param({"null", "jca", "bc"})
  public String provider;

  /** Octets of the inner packet. */
  @Param({"64", "576", "1400"})
  public int size;

  private final PacketBatch batch = PacketBatch.allocate(BATCH, SLOT);
  private byte[][] sealed;
  private long sequence;
  private EspTransform sealer;
  private EspTransform opener;

  /** Makes both directions and a batch of sealed packets. */
  @Setup
  public void setUp() {
    EspCrypto crypto =
        switch (provider) {
          case "null" -> new NullEspCrypto();
          case "jca" -> new JcaEspCrypto();
          case "bc" -> new BcEspCrypto();
          default -> throw new IllegalArgumentException(provider);
        };
    EspSuite suite =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
    byte[] key = new byte[suite.keyMaterialLength()];
    Arrays.fill(key, (byte) 7);
    sealer = crypto.transform(suite, key, Direction.OUTBOUND);
    opener = crypto.transform(suite, key, Direction.INBOUND);
    for (int i = 0; i < BATCH; i++) {
      batch.add(batch.slotStart(i), size + OVERHEAD);
    }
    seal();
    sealed = new byte[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      sealed[i] = batch.copy(i);
    }
  }

  /** Seals, under a sequence number that was not used before. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public PacketBatch seal() {
    for (int i = 0; i < BATCH; i++) {
      batch.sequence(i, ++sequence);
      batch.memory().putInt(batch.offset(i) + 4, (int) sequence);
    }
    sealer.seal(batch, 0, BATCH);
    return batch;
  }

  /** Opens. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public PacketBatch open() {
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      int offset = batch.slotStart(i);
      batch.add(offset, sealed[i].length);
      batch.memory().put(offset, sealed[i]);
      batch.sequence(i, i + 1);
    }
    opener.open(batch, 0, BATCH);
    if (batch.isDropped(0)) {
      throw new IllegalStateException(provider + " does not open what it sealed");
    }
    return batch;
  }
}
