package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * IKE_FOLLOWUP_KE as initiator: the additional key exchanges that a CREATE_CHILD_SA exchange has
 * negotiated, one exchange a method (RFC 9370 section 2.2.4). The new SA exists after the last.
 */
final class FollowupKe extends Exchange {

  private final List<KeyExchangeMethod> methods;
  private final int index;
  private final byte[] link;
  private final AdditionalSecrets secrets;
  private final Outcome outcome;
  private KeyExchange keyExchange;

  /** The exchange whose SA waits for the keys; exactly one call. */
  interface Outcome {

    /** The exchange. */
    Exchange owner();

    /**
     * All are done.
     *
     * @param secrets their shared secrets, zeroed after the call
     */
    void agreed(IkeSa sa, byte[] secrets) throws MalformedMessageException;

    /** They failed; the peer has no new SA, or forgets it. */
    void failed(String reason);

    /** The IKE SA died first, or is closing. */
    void abandoned(IkeSa sa);
  }

  private FollowupKe(
      List<KeyExchangeMethod> methods,
      int index,
      byte[] link,
      AdditionalSecrets secrets,
      Outcome outcome) {
    this.methods = methods;
    this.index = index;
    this.link = link;
    this.secrets = secrets;
    this.outcome = outcome;
  }

  /**
   * Begins.
   *
   * @param methods what was negotiated, at least one
   * @param response the answer to CREATE_CHILD_SA
   */
  static void begin(IkeSa sa, List<KeyExchangeMethod> methods, Payloads response, Outcome outcome)
      throws MalformedMessageException {
    sa.window()
        .submitFirst(new FollowupKe(methods, 0, link(response), new AdditionalSecrets(), outcome));
  }

  private static byte[] link(Payloads response) throws MalformedMessageException {
    return response
        .notify(NotifyType.ADDITIONAL_KEY_EXCHANGE)
        .map(NotifyPayload::data)
        .orElseThrow(() -> new MalformedMessageException("no ADDITIONAL_KEY_EXCHANGE"));
  }

  @Override
  Exchange purpose() {
    return outcome.owner();
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_FOLLOWUP_KE;
  }

  @Override
  boolean isExclusive() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    if (!sa.isUsable()) {
      abandoned(sa);
      return Optional.empty();
    }
    keyExchange = sa.context().crypto.keyExchange(methods.get(index), sa.context().random);
    return Optional.of(
        List.of(
            new KePayload(methods.get(index).id(), keyExchange.publicValue()),
            NotifyPayload.of(NotifyType.ADDITIONAL_KEY_EXCHANGE, link)));
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    if (!sa.isUsable()) {
      abandoned(sa);
      return;
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      fail("the peer answered " + NotifyType.name(error.get().notifyType()));
      return;
    }
    KePayload ke = response.require(KePayload.class);
    if (ke.group() != methods.get(index).id()) {
      throw new MalformedMessageException("key exchange of another method");
    }
    try {
      secrets.add(keyExchange.sharedSecret(ke.data()));
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
    keyExchange.close();
    if (index + 1 < methods.size()) {
      byte[] next = link(response);
      sa.window().submitFirst(new FollowupKe(methods, index + 1, next, secrets, outcome));
    } else {
      outcome.agreed(sa, secrets.octets());
      secrets.close();
    }
  }

  private void fail(String reason) {
    forget();
    outcome.failed(reason);
  }

  private void forget() {
    secrets.close();
    if (keyExchange != null) {
      keyExchange.close();
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    fail("the peer's answer is malformed: " + what);
  }

  @Override
  void notStarted(IkeSa sa, String why) {
    fail(why);
  }

  @Override
  void abandoned(IkeSa sa) {
    forget();
    outcome.abandoned(sa);
  }
}
