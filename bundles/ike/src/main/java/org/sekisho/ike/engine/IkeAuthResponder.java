package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** IKE_AUTH with pre-shared keys as responder: finds the gateway by the peer's identity. */
final class IkeAuthResponder {

  private final EngineContext context;

  IkeAuthResponder(EngineContext context) {
    this.context = context;
  }

  /**
   * Answers the request.
   *
   * @param afterwards what to do when the response is on its way
   * @throws NegotiationException when the peer is not who it should be
   */
  List<Payload> respond(HalfOpenSa halfOpen, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    IkeSa sa = halfOpen.sa();
    IdPayload id = request.require(IdPayload.class, Payload.ID_I);
    Gateway gateway = findGateway(sa, new Identity(id.idType(), id.data()), request);
    GatewayConfig config = gateway.config();
    AuthPayload auth =
        request
            .first(AuthPayload.class)
            .filter(a -> a.method() == AuthPayload.SHARED_KEY)
            .orElseThrow(
                () ->
                    refuse(
                        gateway, "authentication failed: the peer does not use a pre-shared key"));
    byte[] right =
        context.psk.auth(
            sa.suite().prf(),
            sa.keys(),
            true,
            config.preSharedKey().orElseThrow().octets(),
            halfOpen.request(),
            halfOpen.nr(),
            id.body());
    if (!MessageDigest.isEqual(right, auth.data())) {
      throw refuse(
          gateway,
          "authentication failed: the keys differ, check ipsec ike pre-shared-key "
              + config.number());
    }
    if (!Algorithms.ike(config.algorithms(), context.crypto).allow(sa.suite())) {
      throw refuse(
          gateway,
          "no common proposal for IKE: ipsec ike proposal-limitation "
              + config.number()
              + " forbids what the peer uses");
    }
    gateway.peerConnected();
    if (request.notify(NotifyType.INITIAL_CONTACT).isPresent()) {
      // when the new pair is there
      afterwards.add(() -> gateway.initialContact(sa, halfOpen.since()));
    }
    sa.established(gateway, new IkeNumber(context, gateway.isQuiet()));
    gateway.heard();
    afterwards.add(() -> gateway.sas().settleCrossing(sa, halfOpen.since()));
    WindowSize.announced(request).ifPresent(size -> afterwards.add(() -> sa.window().grow(size)));
    return answer(halfOpen, request, config);
  }

  private List<Payload> answer(HalfOpenSa halfOpen, Payloads request, GatewayConfig config)
      throws MalformedMessageException {
    IkeSa sa = halfOpen.sa();
    Identity local = config.localId().orElseThrow();
    IdPayload id = new IdPayload(Payload.ID_R, local.type(), local.value());
    byte[] auth =
        context.psk.auth(
            sa.suite().prf(),
            sa.keys(),
            false,
            config.preSharedKey().orElseThrow().octets(),
            halfOpen.response(),
            halfOpen.ni(),
            id.body());
    List<Payload> payloads = new ArrayList<>();
    payloads.add(id);
    payloads.add(new AuthPayload(AuthPayload.SHARED_KEY, auth));
    try {
      payloads.addAll(ChildAnswer.of(sa, request, halfOpen.ni(), halfOpen.nr()).payloads());
    } catch (NegotiationException e) {
      sa.gateway().peerFailed(e.getMessage());
      payloads.add(e.notification());
    }
    return payloads;
  }

  private Gateway findGateway(IkeSa sa, Identity peer, Payloads request)
      throws NegotiationException {
    Optional<Identity> asked =
        request.first(IdPayload.class, Payload.ID_R).map(p -> new Identity(p.idType(), p.data()));
    List<Gateway> accepting =
        context.gateways.values().stream().filter(Gateway::acceptsRequests).toList();
    Optional<Gateway> found =
        accepting.stream()
            .filter(g -> g.config().remoteId().equals(Optional.of(peer)))
            .min(
                Comparator.comparingInt(
                    g ->
                        (g.config().localId().equals(asked) ? 0 : 2)
                            + (g.isAt(sa.transport().remote().address()) ? 0 : 1)));
    if (found.isPresent()) {
      return found.get();
    }
    List<Gateway> here =
        accepting.stream().filter(g -> g.isAt(sa.transport().remote().address())).toList();
    if (here.size() == 1) {
      GatewayConfig config = here.get(0).config();
      throw refuse(
          here.get(0),
          "authentication failed: the peer calls itself "
              + peer
              + ", ipsec ike remote name "
              + config.number()
              + " says "
              + config.remoteId().map(Identity::toString).orElse("nothing"));
    }
    context.strangers.log(
        "[IKE2] authentication failed: no gateway knows "
            + sa.transport().remote().address().getHostAddress()
            + " as "
            + peer);
    throw new NegotiationException(NotifyType.AUTHENTICATION_FAILED, "unknown peer");
  }

  private static NegotiationException refuse(Gateway gateway, String reason) {
    gateway.strangerFailed(reason);
    return new NegotiationException(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED), reason);
  }
}
