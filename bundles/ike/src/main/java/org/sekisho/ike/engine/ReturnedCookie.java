package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.PuzzleDemand;
import org.sekisho.ike.message.PuzzleSolutionPayload;

/**
 * The cookie that a responder under load asked for, with the solution of its puzzle where it set
 * one that is not beyond reason (RFC 7296 section 2.6, RFC 8019 section 7.1.2).
 */
final class ReturnedCookie {

  private static final int MOST_DIFFICULTY = 20;

  /** What we give a responder that leaves the effort to us. */
  private static final int OWN_DIFFICULTY = 12;

  private final EngineContext context;
  private byte[] cookie = new byte[0];
  private byte[] solution = new byte[0];
  private PuzzleSolver solver;

  ReturnedCookie(EngineContext context) {
    this.context = context;
  }

  /** What the next request begins with. */
  List<Payload> payloads() {
    List<Payload> payloads = new ArrayList<>();
    if (cookie.length > 0) {
      payloads.add(NotifyPayload.of(NotifyType.COOKIE, cookie));
    }
    if (solution.length > 0) {
      payloads.add(new PuzzleSolutionPayload(solution));
    }
    return payloads;
  }

  /**
   * Whether a response asks for a cookie that was not returned yet.
   *
   * @throws MalformedMessageException when the cookie is of a length none may have
   */
  boolean isNew(NotifyPayload asked) throws MalformedMessageException {
    int length = asked.data().length;
    if (length < 1 || length > 64) {
      throw new MalformedMessageException("cookie of " + length + " octets");
    }
    return !Arrays.equals(asked.data(), cookie);
  }

  /**
   * Takes a cookie and solves the puzzle beside it.
   *
   * @param response the responder's
   * @param ready called when the next request can go, at once where there is no puzzle
   */
  void take(NotifyPayload asked, Payloads response, Runnable ready) {
    stop();
    cookie = asked.data();
    solution = new byte[0];
    Optional<PuzzleDemand> puzzle =
        response.notify(NotifyType.PUZZLE).flatMap(PuzzleDemand::of).filter(this::isReasonable);
    if (puzzle.isEmpty()) {
      ready.run();
      return;
    }
    int difficulty = puzzle.get().difficulty();
    solver =
        new PuzzleSolver(
            context,
            prf(puzzle.get()).orElseThrow(),
            difficulty == 0 ? OWN_DIFFICULTY : difficulty,
            cookie,
            found -> {
              solution = found;
              ready.run();
            });
  }

  private boolean isReasonable(PuzzleDemand puzzle) {
    return puzzle.difficulty() <= MOST_DIFFICULTY && prf(puzzle).isPresent();
  }

  private Optional<PrfAlgorithm> prf(PuzzleDemand puzzle) {
    return Algorithms.byId(PrfAlgorithm.class, PrfAlgorithm::id, puzzle.prf())
        .filter(context.crypto::supports);
  }

  /** The attempt is over. */
  void stop() {
    if (solver != null) {
      solver.stop();
      solver = null;
    }
  }
}
