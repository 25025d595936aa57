package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.Ppk;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Authentication with a post-quantum pre-shared key (RFC 8784): both sides compute AUTH with keys
 * that the PPK is mixed into, and where neither requires it the initiator sends a second AUTH
 * without, for a responder that does not have it.
 */
final class PpkAuth implements AuthDialogue {

  /** Type of a PPK_ID that is a name (RFC 8784 section 5.1). */
  private static final byte FIXED = 2;

  private final AuthSession session;
  private final AuthDialogue inner;
  private final Optional<Ppk> ppk;

  /**
   * Goes around authentication in one exchange.
   *
   * @param inner proves the identities
   */
  PpkAuth(AuthSession session, AuthDialogue inner) {
    this.session = session;
    this.inner = inner;
    this.ppk = session.config().usablePpk();
  }

  @Override
  public List<Payload> opening() throws NegotiationException {
    if (ppk.isEmpty()) {
      return inner.opening();
    }
    Ppk own = ppk.get();
    if (!session.sa().peerSupport().has(NotifyType.USE_PPK)) {
      if (own.required()) {
        throw new NegotiationException(
            NotifyType.AUTHENTICATION_FAILED, "the peer does without what " + line() + " requires");
      }
      return inner.opening();
    }
    List<Payload> payloads = new ArrayList<>();
    if (!own.required()) {
      payloads.add(NotifyPayload.of(NotifyType.NO_PPK_AUTH, proof(inner.opening()).data()));
    }
    session.mix(own.key().octets());
    payloads.addAll(0, inner.opening());
    payloads.add(NotifyPayload.of(NotifyType.PPK_IDENTITY, identity(own)));
    return payloads;
  }

  private static AuthPayload proof(List<Payload> payloads) {
    return new Payloads(payloads).first(AuthPayload.class).orElseThrow();
  }

  private static byte[] identity(Ppk own) {
    byte[] name = own.idOctets();
    byte[] identity = new byte[1 + name.length];
    identity[0] = FIXED;
    System.arraycopy(name, 0, identity, 1, name.length);
    return identity;
  }

  @Override
  public void message(Payloads received, Step step) throws MalformedMessageException {
    if (session.sa().isInitiator()) {
      response(received, step);
    } else {
      request(received, step);
    }
  }

  private void response(Payloads received, Step step) throws MalformedMessageException {
    if (session.isMixed() && received.notify(NotifyType.PPK_IDENTITY).isEmpty()) {
      if (ppk.orElseThrow().required()) {
        session.unmix();
        step.failed("authentication failed: the peer does not have the key of " + line());
        return;
      }
      session.unmix();
    }
    inner.message(received, new Mixed(step));
  }

  private void request(Payloads received, Step step) throws MalformedMessageException {
    Optional<byte[]> named = received.notify(NotifyType.PPK_IDENTITY).map(NotifyPayload::data);
    boolean agreed = session.sa().peerSupport().has(NotifyType.USE_PPK);
    boolean ours =
        agreed
            && named.isPresent()
            && ppk.filter(p -> Arrays.equals(identity(p), named.get())).isPresent();
    if (ours) {
      session.mix(ppk.orElseThrow().key().octets());
      inner.message(received, new Mixed(step));
    } else if (ppk.filter(Ppk::required).isPresent()) {
      step.failed("authentication failed: the peer does not have the key of " + line());
    } else if (named.isPresent()) {
      withoutPpk(received, step);
    } else {
      inner.message(received, step);
    }
  }

  /** The initiator's AUTH is with a PPK we do not have; its other one counts. */
  private void withoutPpk(Payloads received, Step step) throws MalformedMessageException {
    Optional<byte[]> other = received.notify(NotifyType.NO_PPK_AUTH).map(NotifyPayload::data);
    Optional<AuthPayload> auth = received.first(AuthPayload.class);
    if (other.isEmpty() || auth.isEmpty()) {
      step.failed(
          "authentication failed: the peer requires a PPK that "
              + line()
              + " does not name, check its id");
      return;
    }
    List<Payload> payloads = new ArrayList<>(received.list());
    payloads.replaceAll(
        p -> p == auth.get() ? new AuthPayload(auth.get().method(), other.get()) : p);
    inner.message(new Payloads(payloads), step);
  }

  private String line() {
    return "ipsec ike ppk " + session.config().number();
  }

  /** The SA takes the mixed keys as soon as both sides are proved. */
  private final class Mixed implements Step {

    private final Step step;

    Mixed(Step step) {
      this.step = step;
    }

    @Override
    public void next(List<Payload> payloads) {
      step.next(payloads);
    }

    @Override
    public void authenticated(List<Payload> last) {
      if (!session.isMixed()) {
        step.authenticated(last);
        return;
      }
      session.adopt();
      List<Payload> payloads = new ArrayList<>(last);
      if (!session.sa().isInitiator()) {
        payloads.add(NotifyPayload.of(NotifyType.PPK_IDENTITY));
      }
      step.authenticated(payloads);
    }

    @Override
    public void failed(String sentence) {
      failed(sentence, List.of());
    }

    @Override
    public void failed(String sentence, List<Payload> last) {
      boolean mixed = session.isMixed();
      session.unmix();
      step.failed(mixed ? sentence + ", or " + line() : sentence, last);
    }
  }
}
