package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * IKE_INTERMEDIATE with an additional key exchange (RFC 9242, RFC 9370 section 2.2.2): one exchange
 * a method between IKE_SA_INIT and IKE_AUTH, after each of which the SA has new keys.
 */
final class IkeIntermediate extends Exchange {

  private final IkeSaInit init;
  private final InitMessages messages;
  private final int index;
  private KeyExchange keyExchange;

  private IkeIntermediate(IkeSaInit init, InitMessages messages, int index) {
    this.init = init;
    this.messages = messages;
    this.index = index;
  }

  /** Begins what follows IKE_SA_INIT: the first additional key exchange, or IKE_AUTH. */
  static void afterInit(IkeSaInit init, InitMessages messages) {
    goOn(init, messages, 0);
  }

  private static void goOn(IkeSaInit init, InitMessages messages, int index) {
    IkeSa sa = init.sa();
    sa.window()
        .submit(
            index < sa.suite().additional().size()
                ? new IkeIntermediate(init, messages, index)
                : new IkeAuth(init, messages));
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_INTERMEDIATE;
  }

  @Override
  boolean isExclusive() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    KeyExchangeMethod method = sa.suite().additional().get(index);
    keyExchange = sa.context().crypto.keyExchange(method, sa.context().random);
    return Optional.of(List.of(new KePayload(method.id(), keyExchange.publicValue())));
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      end(
          sa.transport().remote().address().getHostAddress()
              + " answered IKE_INTERMEDIATE with "
              + NotifyType.name(error.get().notifyType()));
      return;
    }
    KePayload ke = response.require(KePayload.class);
    if (ke.group() != keyExchange.method().id()) {
      throw new MalformedMessageException("key exchange of another method");
    }
    byte[] shared;
    try {
      shared = keyExchange.sharedSecret(ke.data());
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
    keyExchange.close();
    renewKeys(sa, messages, shared);
    goOn(init, messages, index + 1);
  }

  /** SKEYSEED(n) = prf(SK_d(n-1), SK(n) | Ni | Nr), and from it all keys anew. */
  private static void renewKeys(IkeSa sa, InitMessages init, byte[] shared) {
    EngineContext context = sa.context();
    byte[] seed =
        context.keySchedule.rekeySeed(
            sa.suite().prf(), sa.keys(), shared, init.ni(), init.nr(), KeySchedule.NO_SECRETS);
    Arrays.fill(shared, (byte) 0);
    IkeKeys keys =
        context.keySchedule.ikeKeys(sa.suite(), seed, init.ni(), init.nr(), sa.spiI(), sa.spiR());
    sa.rekeyed(keys);
  }

  private void end(String reason) {
    if (keyExchange != null) {
      keyExchange.close();
    }
    init.end(reason);
  }

  @Override
  void notStarted(IkeSa sa, String why) {
    end(why);
  }

  @Override
  void malformed(IkeSa sa, String what) {
    end("the peer's IKE_INTERMEDIATE response is malformed: " + what);
  }

  @Override
  void abandoned(IkeSa sa) {
    if (keyExchange != null) {
      keyExchange.close();
    }
  }

  /**
   * Answers the peer's next additional key exchange; the response still travels under the keys of
   * the request.
   *
   * @param afterwards what to do when the response is on its way
   */
  static List<Payload> respond(HalfOpenSa halfOpen, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException {
    IkeSa sa = halfOpen.sa();
    Optional<KeyExchangeMethod> method = halfOpen.nextAdditional();
    KePayload ke = request.require(KePayload.class);
    if (method.isEmpty() || method.get().id() != ke.group()) {
      throw new MalformedMessageException("key exchange that was not negotiated");
    }
    KeyExchangeAnswer answer = sa.context().respond(method.get(), ke.data());
    halfOpen.additionalDone();
    afterwards.add(() -> renewKeys(sa, halfOpen.init(), answer.sharedSecret()));
    return List.of(new KePayload(method.get().id(), answer.publicValue()));
  }
}
