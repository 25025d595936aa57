package org.sekisho.ike.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Our requests of one IKE SA (RFC 7296 sections 2.2 and 2.3): message IDs, the queue of exchanges
 * that wait, and those outstanding. One at a time unless the peer announced a larger window.
 */
final class MessageWindow {

  private final IkeSa sa;
  private final Deque<Exchange> queue = new ArrayDeque<>();
  private final Map<Integer, Outstanding> outstanding = new LinkedHashMap<>();
  private int nextId;
  private int size = 1;
  private boolean filling;

  private record Outstanding(Exchange exchange, Retransmitter retransmitter) {}

  MessageWindow(IkeSa sa, int firstId) {
    this.sa = sa;
    this.nextId = firstId;
  }

  /** Sends the exchange's request as soon as the window allows. */
  void submit(Exchange exchange) {
    queue.add(exchange);
    fill();
  }

  /** The same ahead of those that wait: it goes on with what the last exchange began. */
  void submitFirst(Exchange exchange) {
    queue.addFirst(exchange);
    fill();
  }

  /** What held exchanges back is over. */
  void resume() {
    fill();
  }

  /** The peer announced its window; it only grows. */
  void grow(int announced) {
    size = Math.max(size, Math.min(announced, 16));
    fill();
  }

  boolean isIdle() {
    return queue.isEmpty() && outstanding.isEmpty();
  }

  /** Whether a request of this kind, or one that goes on with it, has not been answered. */
  boolean hasOutstanding(Predicate<Exchange> kind) {
    return purposes().anyMatch(kind);
  }

  private Stream<Exchange> purposes() {
    return outstanding.values().stream().map(o -> o.exchange().purpose());
  }

  /** The first outstanding exchange of a class, or what it was that another one goes on with. */
  <E extends Exchange> Optional<E> outstanding(Class<E> kind) {
    return purposes().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether an exchange of this kind waits or is outstanding. */
  boolean has(Predicate<Exchange> kind) {
    return hasOutstanding(kind) || queue.stream().anyMatch(kind);
  }

  private void fill() {
    if (filling) {
      return;
    }
    filling = true;
    try {
      while (!queue.isEmpty() && mayStart(queue.peek())) {
        start(queue.remove());
      }
    } finally {
      filling = false;
    }
  }

  private boolean mayStart(Exchange next) {
    return sa.canSend()
        && !(next.changesChildren() && sa.followups().renewIke())
        && outstanding.size() < size
        && (outstanding.isEmpty()
            || (!next.isExclusive()
                && outstanding.values().stream().noneMatch(o -> o.exchange().isExclusive())));
  }

  private void start(Exchange exchange) {
    Optional<List<Payload>> payloads;
    try {
      payloads = exchange.request(sa);
    } catch (IllegalStateException e) {
      sa.context().output.debug("[IKE2] request cannot be built: " + e.getMessage());
      exchange.notStarted(sa, e.getMessage());
      return;
    }
    if (payloads.isEmpty()) {
      return;
    }
    if (nextId == Integer.MAX_VALUE) {
      exchange.abandoned(sa);
      sa.close("message IDs are used up");
      return;
    }
    int id = nextId++;
    OutboundRequest request = new OutboundRequest(sa, exchange, id, payloads.get());
    Retransmitter retransmitter =
        new Retransmitter(
            sa.context().deadlines,
            sa.context()::now,
            1000L * sa.gateway().config().retrySeconds(),
            sa.gateway().config().giveUpMillis(),
            request::send,
            sa::unanswered);
    outstanding.put(id, new Outstanding(exchange, retransmitter));
  }

  /** The message ID of a request that is sent once and waits for no answer. */
  int takeId() {
    return nextId++;
  }

  /** Whether a request waits for this response; any other is late, or a replay. */
  boolean isAwaited(IkeHeader header) {
    Outstanding found = outstanding.get(header.messageId());
    return found != null && found.exchange().exchangeType() == header.exchangeType();
  }

  /** Takes an authenticated response that is awaited. */
  void response(IkeHeader header, Payloads payloads) {
    Exchange exchange = finish(header);
    if (exchange == null) {
      return;
    }
    try {
      exchange.response(sa, payloads);
    } catch (MalformedMessageException e) {
      exchange.malformed(sa, e.getMessage());
    } finally {
      fill(); // whatever happened, the next exchange must not be stuck
    }
  }

  /** Takes an authenticated response that could not be decoded. */
  void malformedResponse(IkeHeader header, String what) {
    Exchange exchange = finish(header);
    if (exchange != null) {
      exchange.malformed(sa, what);
      fill();
    }
  }

  private Exchange finish(IkeHeader header) {
    if (!isAwaited(header)) {
      return null;
    }
    Outstanding found = outstanding.remove(header.messageId());
    found.retransmitter().stop();
    return found.exchange();
  }

  /** Hands waiting exchanges to the SA that takes this one's place. */
  void moveQueueTo(MessageWindow successor) {
    List<Exchange> waiting = new ArrayList<>(queue);
    queue.clear();
    waiting.forEach(successor::submit);
  }

  /** Forgets exchanges that wait. */
  void clearQueue() {
    List<Exchange> waiting = new ArrayList<>(queue);
    queue.clear();
    waiting.forEach(e -> e.abandoned(sa));
  }

  /** Stops everything. */
  void close() {
    List<Outstanding> open = new ArrayList<>(outstanding.values());
    outstanding.clear();
    open.forEach(o -> o.retransmitter().stop());
    open.forEach(o -> o.exchange().abandoned(sa));
    clearQueue();
  }
}
