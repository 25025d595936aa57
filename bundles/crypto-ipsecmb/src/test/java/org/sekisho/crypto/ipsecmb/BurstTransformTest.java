package org.sekisho.crypto.ipsecmb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/** What is particular to this provider: native memory, garbage, threads. */
class BurstTransformTest {

  private static final int SLOTS = 32;
  private static final int LENGTH = 8 + 16 + 160 + 16;
  private static final List<EspSuite> SUITES =
      List.of(
          new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, true),
          new EspSuite(
              EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, true));

  private ImbLibrary library;
  private EspCrypto crypto;

  @BeforeEach
  void load() {
    library = Library.load();
    crypto = new IpsecMbEspCrypto(library);
  }

  @AfterEach
  void end() {
    library.release();
    assertEquals(0, library.managersAlive());
  }

  private EspTransform transform(EspSuite suite, Direction direction) {
    return crypto.transform(suite, new byte[suite.keyMaterialLength()], direction);
  }

  private static void fill(PacketBatch batch, long sequence) {
    batch.clear();
    for (int i = 0; i < SLOTS; i++) {
      batch.add(batch.slotStart(i), LENGTH);
      batch.sequence(i, sequence + i);
      batch.memory().putLong(batch.slotStart(i), sequence + i);
    }
  }

  private static int dropped(PacketBatch batch) {
    int dropped = 0;
    for (int i = 0; i < batch.size(); i++) {
      dropped += batch.isDropped(i) ? 1 : 0;
    }
    return dropped;
  }

  @Test
  void worksOnTheAddressOfTheBatch() {
    ByteBuffer memory = ByteBuffer.allocateDirect(SLOTS * 256);
    PacketBatch batch = new PacketBatch(memory, NativeBlock.addressOf(memory), SLOTS, 256);
    for (EspSuite suite : SUITES) {
      try (EspTransform seal = transform(suite, Direction.OUTBOUND);
          EspTransform open = transform(suite, Direction.INBOUND)) {
        fill(batch, 1);
        seal.seal(batch, 0, SLOTS);
        open.open(batch, 0, SLOTS);
        assertEquals(0, dropped(batch));
      }
    }
  }

  @Test
  void allocatesNothingForAPacket() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    PacketBatch batch = PacketBatch.allocate(SLOTS, 256);
    for (EspSuite suite : SUITES) {
      try (EspTransform seal = transform(suite, Direction.OUTBOUND);
          EspTransform open = transform(suite, Direction.INBOUND)) {
        long before = 0;
        for (int turn = 0; turn < 1200; turn++) {
          before = turn == 200 ? threads.getCurrentThreadAllocatedBytes() : before;
          fill(batch, turn * (long) SLOTS);
          seal.seal(batch, 0, SLOTS);
          open.open(batch, 0, SLOTS);
        }
        long octets = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(octets < 1000 * SLOTS / 10, octets + " octets for " + 1000 * SLOTS);
      }
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    int threads = 6;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int n = 0; n < threads; n++) {
        EspSuite suite = SUITES.get(n % 2);
        results.add(pool.submit(() -> exchange(suite)));
      }
      for (Future<Integer> result : results) {
        assertEquals(0, result.get());
      }
    } finally {
      pool.shutdown();
    }
    assertTrue(library.managersAlive() <= threads, "one a thread is enough");
  }

  private int exchange(EspSuite suite) {
    PacketBatch batch = PacketBatch.allocate(SLOTS, 256);
    int wrong = 0;
    try (EspTransform seal = transform(suite, Direction.OUTBOUND);
        EspTransform open = transform(suite, Direction.INBOUND)) {
      for (int turn = 0; turn < 500; turn++) {
        fill(batch, turn * (long) SLOTS);
        seal.seal(batch, 0, SLOTS);
        open.open(batch, 0, SLOTS);
        wrong += dropped(batch);
      }
    }
    return wrong;
  }

  @Test
  void memoryForKeysIsAlignedAndWiped() {
    NativeBlock block = new NativeBlock(1000);
    assertEquals(0, block.address() % 64);
    for (int at = 0; at < 1000; at++) {
      assertEquals(0, block.buffer().get(at));
      block.buffer().put(at, (byte) 0x5a);
    }
    block.wipe();
    for (int at = 0; at < 1000; at++) {
      assertEquals(0, block.buffer().get(at));
    }
    block.close();
    block.close();
  }

  @Test
  void expandedKeysDiffer() {
    EspSuite suite = SUITES.get(1);
    byte[] key = new byte[suite.keyMaterialLength()];
    key[0] = 1;
    try (NativeBlock one = CbcHmacKeys.expand(library, suite, key);
        NativeBlock other =
            CbcHmacKeys.expand(library, suite, new byte[suite.keyMaterialLength()])) {
      for (int place : List.of(0, 256)) {
        assertNotEquals(one.buffer().getLong(place + 32), other.buffer().getLong(place + 32));
      }
      assertEquals(one.buffer().getLong(512), other.buffer().getLong(512), "the MAC key is equal");
      assertNotEquals(one.buffer().getLong(512), one.buffer().getLong(576), "inner and outer");
      for (int at = 640; at < 768; at++) {
        assertEquals(0, one.buffer().get(at), "the raw key is gone");
      }
    }
    assertFalse(library.managersAlive() == 0);
  }
}
