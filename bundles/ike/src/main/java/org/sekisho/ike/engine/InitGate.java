package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.InitGlance;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.PuzzleDemand;

/**
 * Decides which IKE_SA_INIT requests a responder spends work on. Under load an initiator must show
 * by a cookie that it can receive (RFC 7296 section 2.6), and beyond that solve a puzzle (RFC
 * 8019); no state and no key agreement before that, and the same little work for each request.
 * Those who know no puzzles come in one at a time.
 */
final class InitGate {

  private final EngineContext context;
  private final HalfOpenSas halfOpen;
  private final Cookies cookies;
  private final AttackWatch watch;

  /** Requests without cookie that are looked at, whatever becomes of them. */
  private final Allowance unknown;

  /** Requests with a good cookie that are looked at without a puzzle. */
  private final Allowance reachable;

  /** Requests with a good cookie from those who did not solve the puzzle. */
  private final Allowance unsolved;

  InitGate(EngineContext context, HalfOpenSas halfOpen) {
    this.context = context;
    this.halfOpen = halfOpen;
    this.cookies = new Cookies(context.crypto, context.random);
    this.watch = new AttackWatch(context);
    this.unknown = new Allowance(context::now, 100, 50);
    this.reachable = new Allowance(context::now, 500, 250);
    this.unsolved = new Allowance(context::now, 5, 1);
  }

  /** Whether to go on with the request; otherwise it is answered, or dropped. */
  boolean admits(IkeHeader header, byte[] message, Transport from) {
    InetAddress address = from.remote().address();
    if (halfOpen.isFull(address)) {
      return held(Counter.INIT_NO_ROOM);
    }
    boolean puzzle = halfOpen.needsPuzzle(address) || !reachable.isLeft();
    if (!puzzle && !halfOpen.needsCookie(address) && unknown.take()) {
      return true;
    }
    Optional<InitGlance> glance = InitGlance.of(header, message);
    if (glance.isEmpty()) {
      return held(Counter.INIT_MALFORMED);
    }
    InitGlance seen = glance.get();
    Optional<PuzzleDemand> asked =
        seen.cookie().length == 0
            ? Optional.empty()
            : cookies.check(
                context.now(), seen.cookie(), seen.nonce(), from.remote(), header.initiatorSpi());
    if (asked.isEmpty()) {
      return sendBack(header, message, seen, from, puzzle);
    }
    if (!puzzle) {
      return reachable.take();
    }
    return solved(header, message, seen, asked.get(), from);
  }

  /** The cookie is good, and it takes more. */
  private boolean solved(
      IkeHeader header, byte[] message, InitGlance seen, PuzzleDemand asked, Transport from) {
    if (asked.difficulty() > 0 && seen.solution().isPresent()) {
      return Puzzles.isSolved(context.crypto, asked, seen.cookie(), seen.solution().get())
          || held(Counter.INIT_WRONG_SOLUTION);
    }
    if (unsolved.take()) {
      return true;
    }
    return asked.difficulty() == 0
        ? sendBack(header, message, seen, from, true)
        : held(Counter.INIT_UNSOLVED);
  }

  private boolean held(Counter why) {
    context.counters.count(why);
    watch.held(halfOpen.size());
    return false;
  }

  private boolean sendBack(
      IkeHeader header, byte[] message, InitGlance seen, Transport from, boolean puzzle) {
    Optional<PrfAlgorithm> prf =
        puzzle ? Puzzles.prfOf(header, message, context.crypto) : Optional.empty();
    PuzzleDemand demand =
        prf.map(p -> new PuzzleDemand(p.id(), halfOpen.difficulty())).orElse(Cookies.NO_PUZZLE);
    byte[] cookie =
        cookies.make(context.now(), demand, seen.nonce(), from.remote(), header.initiatorSpi());
    List<Payload> answer = new ArrayList<>();
    answer.add(NotifyPayload.of(NotifyType.COOKIE, cookie));
    prf.ifPresent(p -> answer.add(demand.notification()));
    from.send(
        context.output,
        List.of(
            PayloadChain.encodePlain(
                header.initiatorSpi(),
                0,
                header.exchangeType(),
                IkeHeader.RESPONSE,
                header.messageId(),
                answer)));
    return held(prf.isPresent() ? Counter.INIT_PUZZLE_ASKED : Counter.INIT_COOKIE_ASKED);
  }
}
