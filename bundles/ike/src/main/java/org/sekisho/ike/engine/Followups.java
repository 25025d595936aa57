package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * IKE_FOLLOWUP_KE as responder: the SAs of one IKE SA that wait for the peer's additional key
 * exchanges (RFC 9370 section 2.2.4). Few, and not for long.
 */
final class Followups {

  private static final int MOST = 4;
  private static final int LINK_LENGTH = 16;
  private static final long WAIT_MILLIS = 120_000;

  private final EngineContext context;
  private final List<Pending> pending = new ArrayList<>();

  /** The SA that waits; exactly one call. */
  interface Completion {

    /**
     * All additional key exchanges are done.
     *
     * @param secrets their shared secrets, zeroed after the call
     * @param afterwards what to do when the last response is on its way
     * @throws NegotiationException when the SA cannot be made
     */
    void complete(byte[] secrets, List<Runnable> afterwards) throws NegotiationException;

    /** They never came. */
    void forget();

    /** Whether the SA takes the place of the IKE SA itself. */
    default boolean renewsIke() {
      return false;
    }
  }

  private static final class Pending {
    final List<KeyExchangeMethod> methods;
    final Completion completion;
    final AdditionalSecrets secrets = new AdditionalSecrets();
    byte[] link;
    int index;
    DeadlineQueue.Deadline timeout;

    Pending(List<KeyExchangeMethod> methods, Completion completion) {
      this.methods = methods;
      this.completion = completion;
    }
  }

  Followups(EngineContext context) {
    this.context = context;
  }

  /**
   * Keeps an SA until its additional key exchanges are done.
   *
   * @return the notification that leads the peer's first request here
   */
  Payload await(List<KeyExchangeMethod> methods, Completion completion) {
    if (pending.size() >= MOST) {
      forget(pending.get(0)); // the peer has begun something new since
    }
    Pending entry = new Pending(methods, completion);
    pending.add(entry);
    return nextLink(entry);
  }

  private Payload nextLink(Pending entry) {
    entry.link = new byte[LINK_LENGTH];
    context.random.nextBytes(entry.link);
    DeadlineQueue.cancel(entry.timeout);
    entry.timeout = context.after(WAIT_MILLIS, () -> forget(entry));
    return NotifyPayload.of(NotifyType.ADDITIONAL_KEY_EXCHANGE, entry.link);
  }

  /** Answers the peer's next additional key exchange. */
  List<Payload> answer(Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    Pending entry = find(request);
    KeyExchangeMethod method = entry.methods.get(entry.index);
    KePayload ke = request.require(KePayload.class);
    if (ke.group() != method.id()) {
      throw new MalformedMessageException("key exchange of another method");
    }
    KeyExchangeAnswer exchanged = context.respond(method, ke.data());
    entry.secrets.add(exchanged.sharedSecret());
    entry.index++;
    List<Payload> answer = new ArrayList<>();
    answer.add(new KePayload(method.id(), exchanged.publicValue()));
    if (entry.index < entry.methods.size()) {
      answer.add(nextLink(entry));
    } else {
      remove(entry);
      try {
        entry.completion.complete(entry.secrets.octets(), afterwards);
      } finally {
        entry.secrets.close();
      }
    }
    return answer;
  }

  /** Whether the peer is about to renew the IKE SA itself. */
  boolean renewIke() {
    return pending.stream().anyMatch(p -> p.completion.renewsIke());
  }

  private Pending find(Payloads request) throws MalformedMessageException, NegotiationException {
    byte[] link =
        request
            .notify(NotifyType.ADDITIONAL_KEY_EXCHANGE)
            .map(NotifyPayload::data)
            .orElseThrow(() -> new MalformedMessageException("no ADDITIONAL_KEY_EXCHANGE"));
    return pending.stream()
        .filter(p -> Arrays.equals(p.link, link))
        .findFirst()
        .orElseThrow(
            () ->
                new NegotiationException(
                    NotifyType.STATE_NOT_FOUND, "the peer goes on with what has been forgotten"));
  }

  private void remove(Pending entry) {
    pending.remove(entry);
    DeadlineQueue.cancel(entry.timeout);
  }

  private void forget(Pending entry) {
    remove(entry);
    entry.secrets.close();
    entry.completion.forget();
  }

  /** The IKE SA is gone or has a successor. */
  void close() {
    List.copyOf(pending).forEach(this::forget);
  }
}
