package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {

  /** The window as RFC 4303 section 3.4.3 describes it, without any cleverness. */
  private static final class Model {
    private final int size;
    private final TreeSet<Long> seen = new TreeSet<>();

    Model(int size) {
      this.size = size;
    }

    boolean accept(long sequence) {
      long top = seen.isEmpty() ? 0 : seen.last();
      return sequence > 0 && top - sequence < size && seen.add(sequence);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 63, 64, 65, 100, 127, 128, 192, 1000, 1024, 2048, 4096})
  void behavesLikeTheModelOverRandomArrivals(int size) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      ReplayWindow window = new ReplayWindow(size, false);
      Model model = new Model(size);
      long top = 1;
      for (int n = 0; n < 2000; n++) {
        long sequence =
            switch (random.nextInt(10)) {
              case 0 -> top + random.nextInt(3 * size + 130);
              case 1, 2, 3 -> top + random.nextInt(4);
              default -> Math.max(0, top - random.nextInt(size + 70));
            };
        top = Math.max(top, sequence);
        boolean acceptable = window.isAcceptable(sequence);
        boolean expected = model.accept(sequence);
        String where = "seed " + seed + " packet " + n + " sequence " + sequence;
        assertEquals(expected, acceptable, where);
        assertEquals(expected, window.accept(sequence), where);
      }
    }
  }

  @Test
  void refusesTheNumberZeroAndDuplicates() {
    ReplayWindow window = new ReplayWindow(1024, false);
    assertFalse(window.accept(0));
    assertTrue(window.accept(1));
    assertFalse(window.accept(1));
    assertFalse(window.accept(0));
  }

  @Test
  void acceptsTheOldestPacketOfTheWindowAndNoneBehind() {
    ReplayWindow window = new ReplayWindow(1024, false);
    assertTrue(window.accept(5000));
    assertTrue(window.accept(5000 - 1023));
    assertFalse(window.accept(5000 - 1024));
  }

  @Test
  void checkingChangesNothing() {
    ReplayWindow window = new ReplayWindow(64, false);
    assertTrue(window.isAcceptable(100_000));
    assertTrue(window.accept(1), "an unverified number must not move the window");
  }

  @Test
  void acceptsEverythingWhenOff() {
    ReplayWindow window = new ReplayWindow(0, false);
    assertTrue(window.accept(7));
    assertTrue(window.accept(7));
    assertTrue(window.accept(4_000_000_000L));
    assertTrue(window.accept(1));
    assertEquals(4_000_000_000L, window.top());
  }

  /** Both cases of RFC 4303 appendix A2.2 with W = 64. */
  @ParameterizedTest
  @CsvSource({
    // top, received low half, inferred number
    "00000000_00000001, 00000002, 00000000_00000002",
    "00000000_00000500, 000004c1, 00000000_000004c1",
    "00000000_00000500, 000004c0, 00000001_000004c0",
    "00000000_fffffff0, 00000003, 00000001_00000003",
    "00000005_00000500, ffffffff, 00000005_ffffffff",
    "00000005_00000010, fffffff0, 00000004_fffffff0",
    "00000005_00000010, ffffffd1, 00000004_ffffffd1",
    "00000005_00000010, ffffffd0, 00000005_ffffffd0",
    "00000005_00000010, 00000005, 00000005_00000005",
    "00000005_0000003f, 00000000, 00000005_00000000",
    "00000005_0000003e, ffffffff, 00000004_ffffffff",
  })
  void infersTheUpperHalf(String top, String wire, String expected) {
    ReplayWindow window = new ReplayWindow(64, true);
    assertTrue(window.accept(number(top)));
    assertEquals(number(expected), window.infer((int) number(wire)));
  }

  @Test
  void aNumberBeforeTheFirstPacketIsRefused() {
    ReplayWindow window = new ReplayWindow(64, true);
    assertTrue(window.accept(3));
    long inferred = window.infer(0xfffffff0);
    assertTrue(inferred < 0);
    assertFalse(window.isAcceptable(inferred));
  }

  @Test
  void followsManyPacketsOverTheBoundaryOfTheLowerHalf() {
    for (int size : new int[] {0, 64, 1024}) {
      ReplayWindow window = new ReplayWindow(size, true);
      long start = 0x7_ffff_f000L;
      assertTrue(window.accept(start));
      Random random = new Random(1);
      for (long next = start + 1; next < start + 20_000; next += 1 + random.nextInt(3)) {
        long late = next - random.nextInt(40);
        assertEquals(next, window.infer((int) next));
        assertTrue(window.accept(next));
        assertEquals(late, window.infer((int) late), "window " + size);
      }
    }
  }

  @Test
  void withoutEsnTheWireNumberIsTheNumber() {
    ReplayWindow window = new ReplayWindow(64, false);
    assertTrue(window.accept(0xffff_fff0L));
    assertEquals(5, window.infer(5));
    assertEquals(0xffff_ffffL, window.infer(-1));
  }

  private static long number(String hex) {
    return Long.parseUnsignedLong(hex.replace("_", ""), 16);
  }
}
