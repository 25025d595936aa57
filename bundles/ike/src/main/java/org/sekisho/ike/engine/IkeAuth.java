package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.DeletePayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;

/** IKE_AUTH with pre-shared keys as initiator (RFC 7296 sections 1.2, 2.15). */
final class IkeAuth extends Exchange {

  private static final int NEXT_MESSAGE_ID = 2;

  private final IkeSaInit init;
  private final Gateway gateway;
  private final byte[] initRequest;
  private final byte[] initResponse;
  private final byte[] ni;
  private final byte[] nr;
  private ChildOffer offer;

  IkeAuth(IkeSaInit init, byte[] initRequest, byte[] initResponse, byte[] ni, byte[] nr) {
    this.init = init;
    this.gateway = init.gateway();
    this.initRequest = initRequest;
    this.initResponse = initResponse;
    this.ni = ni;
    this.nr = nr;
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_AUTH;
  }

  @Override
  boolean isExclusive() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    EngineContext context = sa.context();
    GatewayConfig config = gateway.config();
    Identity local = config.localId().orElseThrow();
    IdPayload id = new IdPayload(Payload.ID_I, local.type(), local.value());
    byte[] auth =
        context.psk.auth(
            sa.suite().prf(),
            sa.keys(),
            true,
            config.preSharedKey().orElseThrow().octets(),
            initRequest,
            nr,
            id.body());
    offer = new ChildOffer(gateway, Optional.empty());
    List<Payload> payloads = new ArrayList<>();
    payloads.add(id);
    if (!gateway.sas().hasOther(sa)) {
      payloads.add(NotifyPayload.of(NotifyType.INITIAL_CONTACT));
    }
    payloads.add(new AuthPayload(AuthPayload.SHARED_KEY, auth));
    payloads.addAll(offer.payloads(true));
    return Optional.of(payloads);
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    Optional<AuthPayload> auth = response.first(AuthPayload.class);
    Optional<NotifyPayload> error = response.error();
    if (auth.isEmpty() && error.isPresent()) {
      init.end(refusal(error.get().notifyType()));
      return;
    }
    IdPayload id = response.require(IdPayload.class, Payload.ID_R);
    Identity peer = new Identity(id.idType(), id.data());
    Identity expected = gateway.config().remoteId().orElseThrow();
    if (!peer.equals(expected)) {
      reject(
          sa,
          "authentication failed: the peer calls itself "
              + peer
              + ", ipsec ike remote name "
              + gateway.config().number()
              + " says "
              + expected);
      return;
    }
    if (auth.isEmpty() || auth.get().method() != AuthPayload.SHARED_KEY) {
      reject(sa, "authentication failed: the peer does not use a pre-shared key");
      return;
    }
    byte[] right =
        sa.context()
            .psk
            .auth(
                sa.suite().prf(),
                sa.keys(),
                false,
                gateway.config().preSharedKey().orElseThrow().octets(),
                initResponse,
                ni,
                id.body());
    if (!MessageDigest.isEqual(right, auth.get().data())) {
      reject(
          sa,
          "authentication failed: the keys differ, check ipsec ike pre-shared-key "
              + gateway.config().number());
      return;
    }
    sa.established(gateway, init.succeeded());
    gateway.heard();
    WindowSize.announced(response).ifPresent(sa.window()::grow);
    child(sa, response, error);
    gateway.sas().settleCrossing(sa, init.since());
  }

  private void child(IkeSa sa, Payloads response, Optional<NotifyPayload> error)
      throws MalformedMessageException {
    if (response.first(SaPayload.class).isEmpty()) {
      gateway.childFailed(
          sa,
          error
              .map(e -> ChildFailure.sentence(e, gateway))
              .orElse("the peer answered without CHILD SA"));
      return;
    }
    SaNumbers numbers = null;
    try {
      ChildSaState.Agreed agreed = offer.agreed(sa, response, ni, nr);
      numbers = new SaNumbers(sa.context(), gateway.isQuiet());
      ChildSaState.establish(sa, agreed, numbers, ChildSa.Activation.IMMEDIATE);
    } catch (NegotiationException | IllegalStateException e) {
      if (numbers != null) {
        numbers.discarded();
      }
      gateway.childFailed(sa, e.getMessage());
    }
  }

  private String refusal(int notifyType) {
    int number = gateway.config().number();
    String peer = init.sa().transport().remote().address().getHostAddress();
    return switch (notifyType) {
      case NotifyType.AUTHENTICATION_FAILED ->
          "authentication failed: "
              + peer
              + " refused our key or name, check ipsec ike pre-shared-key, local name and remote"
              + " name "
              + number;
      case NotifyType.NO_PROPOSAL_CHOSEN ->
          "no common proposal for ESP: " + peer + " refused all algorithms, check ipsec sa policy";
      default -> peer + " answered IKE_AUTH with " + NotifyType.name(notifyType);
    };
  }

  /** The peer believes in the SA: tell it once that we do not (RFC 7296 section 2.21.2). */
  private void reject(IkeSa sa, String reason) {
    sa.transmit(
        sa.seal(
            ExchangeType.INFORMATIONAL,
            NEXT_MESSAGE_ID,
            false,
            List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED), DeletePayload.ike())));
    init.end(reason);
  }

  @Override
  void notStarted(IkeSa sa, String why) {
    init.end(why);
  }

  @Override
  void malformed(IkeSa sa, String what) {
    if (sa.state() == IkeSa.State.CONNECTING) {
      init.end("the peer's IKE_AUTH response is malformed: " + what);
    } else {
      gateway.childFailed(sa, "the peer's IKE_AUTH response is malformed: " + what);
    }
  }
}
