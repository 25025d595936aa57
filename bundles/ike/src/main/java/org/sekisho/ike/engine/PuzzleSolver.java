package org.sekisho.ike.engine;

import java.util.function.Consumer;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.message.PuzzleSolutionPayload;
import org.sekisho.ike.message.SpiCodec;

/**
 * Solves a responder's puzzle (RFC 8019 section 7.1.2) in slices of a few milliseconds, so that
 * other SAs are served meanwhile, and not for ever.
 */
final class PuzzleSolver {

  private static final int KEY = 4;
  private static final int SLICE = 2_000;
  private static final long PAUSE_MILLIS = 10;
  private static final long LONGEST_MILLIS = 30_000;

  private final EngineContext context;
  private final PrfAlgorithm prf;
  private final int difficulty;
  private final byte[] string;
  private final Consumer<byte[]> done;
  private final long giveUpAt;
  private final byte[] keys = new byte[PuzzleSolutionPayload.KEYS * KEY];
  private int found;
  private int candidate;
  private DeadlineQueue.Deadline next;

  /**
   * Starts.
   *
   * @param string what the PRF is applied to: the cookie
   * @param done takes the solution, or no octets when there was no time to find one
   */
  PuzzleSolver(
      EngineContext context,
      PrfAlgorithm prf,
      int difficulty,
      byte[] string,
      Consumer<byte[]> done) {
    this.context = context;
    this.prf = prf;
    this.difficulty = difficulty;
    this.string = string;
    this.done = done;
    this.giveUpAt = context.now() + LONGEST_MILLIS;
    this.next = context.after(0, this::slice);
  }

  private void slice() {
    next = null;
    for (int i = 0; i < SLICE && found < PuzzleSolutionPayload.KEYS; i++) {
      byte[] key = SpiCodec.octets(candidate++);
      if (Puzzles.zeroBits(context.crypto.prf(prf, key, string)) >= difficulty) {
        System.arraycopy(key, 0, keys, found++ * KEY, KEY);
      }
    }
    if (found == PuzzleSolutionPayload.KEYS) {
      done.accept(keys);
    } else if (context.now() >= giveUpAt || candidate < 0) {
      done.accept(new byte[0]);
    } else {
      next = context.after(PAUSE_MILLIS, this::slice);
    }
  }

  void stop() {
    DeadlineQueue.cancel(next);
    next = null;
  }
}
