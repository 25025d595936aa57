package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.SaPayload;

/** Answers the peer's authenticated requests: each exactly once, each with one response. */
final class InboundRequests {

  private final EngineContext context;
  private final IkeSaInitResponder initResponder;
  private final IkeAuthResponder authResponder;

  InboundRequests(EngineContext context, IkeSaInitResponder initResponder) {
    this.context = context;
    this.initResponder = initResponder;
    this.authResponder = new IkeAuthResponder(context);
  }

  /**
   * Processes a request that is next in the window and whose ICV was right.
   *
   * @param source where it came from, and where the response goes (RFC 7296 section 2.11)
   */
  void handle(IkeSa sa, IkeHeader header, byte[] message, Decoded decoded, Transport source) {
    List<Runnable> afterwards = new ArrayList<>();
    List<Payload> answer;
    if (decoded instanceof Decoded.Ok ok) {
      answer = answer(sa, header, ok.payloads(), afterwards);
    } else if (decoded instanceof Decoded.ProtectedError error) {
      answer = malformed(sa, error.cause(), afterwards);
    } else {
      return;
    }
    byte[] response = sa.seal(header.exchangeType(), header.messageId(), true, answer);
    sa.responses().answered(message, response);
    context.output.send(source.local(), source.remote(), source.natTraversal(), response);
    afterwards.forEach(Runnable::run);
  }

  private List<Payload> answer(
      IkeSa sa, IkeHeader header, Payloads request, List<Runnable> afterwards) {
    try {
      return switch (header.exchangeType()) {
        case ExchangeType.IKE_AUTH -> auth(sa, request, afterwards);
        case ExchangeType.CREATE_CHILD_SA -> createChild(sa, request, afterwards);
        case ExchangeType.INFORMATIONAL -> informational(sa, request, afterwards);
        default -> throw new MalformedMessageException("exchange type " + header.exchangeType());
      };
    } catch (NegotiationException e) {
      context.output.debug("[IKE2] request refused: " + e.getMessage());
      return List.of(e.notification());
    } catch (MalformedMessageException e) {
      return malformed(sa, e, afterwards);
    }
  }

  /** INVALID_SYNTAX ends the IKE SA on both sides (RFC 7296 section 2.21.3). */
  private List<Payload> malformed(
      IkeSa sa, MalformedMessageException cause, List<Runnable> afterwards) {
    context.output.debug("[IKE2] malformed request: " + cause.getMessage());
    if (cause.notifyType() == NotifyType.INVALID_SYNTAX) {
      afterwards.add(
          () -> {
            initResponder.forget(sa);
            sa.abandon();
            sa.close("the peer sent a malformed request");
          });
    }
    return List.of(NotifyPayload.of(cause.notifyType(), cause.data()));
  }

  private List<Payload> auth(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    HalfOpenSa halfOpen = initResponder.halfOpen(sa);
    if (halfOpen == null) {
      throw new NegotiationException(
          NotifyType.INVALID_SYNTAX, "IKE_AUTH on an SA that is authenticated");
    }
    try {
      List<Payload> answer = authResponder.respond(halfOpen, request, afterwards);
      initResponder.forget(sa);
      return answer;
    } catch (NegotiationException e) {
      initResponder.forget(sa);
      afterwards.add(sa::abandon);
      throw e;
    }
  }

  private List<Payload> createChild(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    if (!sa.isUsable()) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE, "the IKE SA was renewed or is closing");
    }
    SaPayload offer = request.require(SaPayload.class);
    if (offer.proposals().get(0).protocol() == ProtocolId.IKE) {
      return RekeyIke.respond(sa, request, afterwards);
    }
    if (sa.window().hasOutstanding(RekeyIke.class::isInstance)) {
      throw new NegotiationException(NotifyType.TEMPORARY_FAILURE, "the IKE SA is being renewed");
    }
    Optional<NotifyPayload> rekey = request.notify(NotifyType.REKEY_SA);
    return rekey.isPresent()
        ? RekeyChild.respond(sa, request, rekey.get())
        : CreateChild.respond(sa, request);
  }

  private List<Payload> informational(IkeSa sa, Payloads request, List<Runnable> afterwards) {
    WindowSize.announced(request).ifPresent(size -> afterwards.add(() -> sa.window().grow(size)));
    if (request.notify(NotifyType.AUTHENTICATION_FAILED).isPresent()) {
      afterwards.add(
          () ->
              sa.gateway()
                  .ikeLost(
                      sa,
                      "authentication failed: the peer refused our key or name, check ipsec ike"
                          + " pre-shared-key, local name and remote name "
                          + sa.gateway().config().number()));
      return List.of();
    }
    return Delete.respond(sa, request, afterwards);
  }
}
