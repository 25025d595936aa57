package org.sekisho.ike.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.PuzzleDemand;
import org.sekisho.ike.message.PuzzleSolutionPayload;

/** Puzzles solved and checked (RFC 8019 sections 7.1.2 and 7.1.4). */
class PuzzlesTest {

  private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();
  private final EngineContext context =
      new EngineContext(
          (EngineOutput)
              Proxy.newProxyInstance(
                  PuzzlesTest.class.getClassLoader(),
                  new Class<?>[] {EngineOutput.class},
                  (proxy, method, arguments) -> null),
          crypto,
          new SecureRandom());
  private final List<byte[]> solutions = new ArrayList<>();

  /** Runs the solver's slices and returns how many there were. */
  private int solve(PrfAlgorithm prf, int difficulty, long until) {
    new PuzzleSolver(context, prf, difficulty, COOKIE, solutions::add);
    int slices = 0;
    while (context.deadlines.next().isPresent() && context.now() < until) {
      context.advance(context.deadlines.next().getAsLong());
      context.deadlines.run(context.now());
      slices++;
    }
    return slices;
  }

  private boolean isSolved(int prf, int difficulty, byte[] keys) {
    return Puzzles.isSolved(
        crypto, new PuzzleDemand(prf, difficulty), COOKIE, new PuzzleSolutionPayload(keys));
  }

  @Test
  void aSolutionIsFourDifferentKeysWithTheZeroBitsAsked() {
    for (PrfAlgorithm prf : List.of(PrfAlgorithm.HMAC_SHA2_256, PrfAlgorithm.HMAC_SHA2_512)) {
      solutions.clear();
      assertTrue(solve(prf, 10, Long.MAX_VALUE) >= 1);
      byte[] keys = solutions.get(0);
      assertEquals(16, keys.length);
      assertTrue(isSolved(prf.id(), 10, keys));
      assertFalse(isSolved(prf.id(), 24, keys));
      assertFalse(isSolved(99, 10, keys), "a PRF nobody knows");
      ByteBuffer.wrap(keys).putInt(12, ByteBuffer.wrap(keys).getInt(0));
      assertFalse(isSolved(prf.id(), 10, keys), "one key twice");
    }
    assertFalse(isSolved(5, 0, new byte[4 * 33]), "keys longer than the PRF prefers");
  }

  @Test
  void zeroBitsAreCountedFromTheEnd() {
    assertEquals(0, Puzzles.zeroBits(new byte[] {0, 1}));
    assertEquals(3, Puzzles.zeroBits(new byte[] {1, 8}));
    assertEquals(12, Puzzles.zeroBits(new byte[] {0x30, 0x10, 0}));
    assertEquals(16, Puzzles.zeroBits(new byte[2]));
  }

  /** Others are served between the slices, and there is an end. */
  @Test
  void solvingIsCutIntoSlicesAndGivenUp() {
    int slices = solve(PrfAlgorithm.HMAC_SHA2_256, 14, Long.MAX_VALUE);
    assertTrue(slices > 5, slices + " slices");
    assertTrue(context.now() >= 10L * (slices - 1));
    solutions.clear();
    context.advance(context.now() + 1);
    new PuzzleSolver(context, PrfAlgorithm.HMAC_SHA2_256, 200, COOKIE, solutions::add);
    context.deadlines.run(context.now());
    assertTrue(solutions.isEmpty());
    context.advance(context.now() + 30_000);
    context.deadlines.run(context.now());
    assertEquals(0, solutions.get(0).length);
    assertTrue(context.deadlines.next().isEmpty());
  }
}
