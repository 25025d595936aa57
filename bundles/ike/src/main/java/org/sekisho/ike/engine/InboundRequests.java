package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.CpPayload;
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
    this.authResponder = new IkeAuthResponder(context, initResponder);
  }

  /** Whether an SA that is not authenticated yet must not look at such a request. */
  boolean isEarly(IkeSa sa, int exchangeType) {
    if (sa.state() != IkeSa.State.CONNECTING) {
      return false;
    }
    return sa.isInitiator()
        || switch (exchangeType) {
          case ExchangeType.IKE_AUTH, ExchangeType.IKE_INTERMEDIATE -> false;
          case ExchangeType.INFORMATIONAL -> !authResponder.hasBegun(sa);
          default -> true;
        };
  }

  /**
   * Processes a request that is next in the window and whose ICV was right.
   *
   * @param source where it came from, and where the response goes (RFC 7296 section 2.11)
   */
  void handle(IkeSa sa, IkeHeader header, byte[] message, Decoded decoded, Transport source) {
    Reply reply = new Reply(sa, header, message, source);
    List<Runnable> afterwards = new ArrayList<>();
    if (decoded instanceof Decoded.ProtectedError error) {
      reply.send(unreadable(sa, error.cause(), afterwards), afterwards);
    } else if (decoded instanceof Decoded.Ok ok) {
      if (header.exchangeType() == ExchangeType.IKE_AUTH) {
        auth(sa, ok.payloads(), reply);
      } else if (sa.state() == IkeSa.State.CONNECTING
          && header.exchangeType() == ExchangeType.INFORMATIONAL) {
        authResponder.informational(sa, ok.payloads(), reply);
      } else {
        reply.send(answer(sa, header, ok.payloads(), source, afterwards), afterwards);
      }
    }
  }

  private List<Payload> answer(
      IkeSa sa, IkeHeader header, Payloads request, Transport source, List<Runnable> afterwards) {
    try {
      return switch (header.exchangeType()) {
        case ExchangeType.IKE_INTERMEDIATE -> intermediate(sa, request, afterwards);
        case ExchangeType.CREATE_CHILD_SA -> createChild(sa, request, afterwards);
        case ExchangeType.IKE_FOLLOWUP_KE -> followup(sa, request, afterwards);
        case ExchangeType.INFORMATIONAL -> informational(sa, request, source, afterwards);
        default -> throw new MalformedMessageException("exchange type " + header.exchangeType());
      };
    } catch (NegotiationException e) {
      context.output.debug("[IKE2] request refused: " + e.getMessage());
      if (sa.gateway() != null && e.failure().stage().isRenewal()) {
        sa.gateway().failures().noteStranger(e.failure(), true);
      }
      return List.of(e.notification());
    } catch (MalformedMessageException e) {
      return unreadable(sa, e, afterwards);
    }
  }

  private List<Payload> intermediate(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException {
    HalfOpenSa halfOpen = initResponder.halfOpen(sa);
    if (halfOpen == null) {
      throw new MalformedMessageException("IKE_INTERMEDIATE on an SA that is authenticated");
    }
    return IkeIntermediate.respond(halfOpen, request, afterwards);
  }

  /** Answers at once, or later when the proof takes a check outside the engine. */
  private void auth(IkeSa sa, Payloads request, Reply reply) {
    List<Runnable> afterwards = new ArrayList<>();
    try {
      authResponder.request(sa, request, reply);
      reply.returned();
    } catch (NegotiationException e) {
      context.output.debug("[IKE2] request refused: " + e.getMessage());
      if (initResponder.halfOpen(sa) != null) {
        initResponder.forget(sa);
        afterwards.add(sa::abandon);
      }
      reply.send(List.of(e.notification()), afterwards);
    } catch (MalformedMessageException e) {
      reply.send(unreadable(sa, e, afterwards), afterwards);
    }
  }

  private List<Payload> unreadable(
      IkeSa sa, MalformedMessageException cause, List<Runnable> afterwards) {
    if (cause.notifyType() == NotifyType.INVALID_SYNTAX) {
      initResponder.forget(sa);
    }
    return malformed(sa, cause, afterwards);
  }

  /** INVALID_SYNTAX ends the IKE SA on both sides (RFC 7296 section 2.21.3). */
  static List<Payload> malformed(
      IkeSa sa, MalformedMessageException cause, List<Runnable> afterwards) {
    sa.context().output.debug("[IKE2] malformed request: " + cause.getMessage());
    if (cause.notifyType() == NotifyType.INVALID_SYNTAX) {
      afterwards.add(
          () -> {
            sa.abandon();
            sa.close("the peer sent a malformed request");
          });
    }
    return List.of(NotifyPayload.of(cause.notifyType(), cause.data()));
  }

  private List<Payload> createChild(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    if (!sa.isUsable()) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE, "the IKE SA was renewed or is closing");
    }
    SaPayload offer = request.require(SaPayload.class);
    if (offer.proposals().get(0).protocol() == ProtocolId.IKE) {
      return RekeyIkeAnswer.respond(sa, request, afterwards);
    }
    if (RekeyIke.isUnderWay(sa)) {
      throw new NegotiationException(NotifyType.TEMPORARY_FAILURE, "the IKE SA is being renewed");
    }
    Optional<NotifyPayload> rekey = request.notify(NotifyType.REKEY_SA);
    return rekey.isPresent()
        ? RekeyChild.respond(sa, request, rekey.get())
        : CreateChild.respond(sa, request);
  }

  private List<Payload> followup(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    if (!sa.isUsable()) {
      throw new NegotiationException(
          NotifyType.STATE_NOT_FOUND, "the IKE SA was renewed or is closing");
    }
    return sa.followups().answer(request, afterwards);
  }

  private List<Payload> informational(
      IkeSa sa, Payloads request, Transport source, List<Runnable> afterwards)
      throws NegotiationException {
    WindowSize.announced(request).ifPresent(size -> afterwards.add(() -> sa.window().grow(size)));
    if (request.notify(NotifyType.AUTHENTICATION_FAILED).isPresent()) {
      afterwards.add(
          () ->
              sa.gateway()
                  .ikeLost(
                      sa,
                      AuthFailures.takenBack(
                          sa.gateway().config(),
                          sa.gateway().failures().diagnosis().peer().asked())));
      return List.of();
    }
    if (request.first(CpPayload.class).filter(p -> p.cfgType() == CpPayload.SET).isPresent()) {
      return List.of(new CpPayload(CpPayload.ACK, List.of())); // we let nobody configure us
    }
    afterwards.add(() -> redirect(sa, request));
    List<Payload> answer = new ArrayList<>(sa.mobike().respond(request, source, afterwards));
    answer.addAll(sa.gateway().issuedTickets().answer(sa, request));
    answer.addAll(Delete.respond(sa, request, afterwards));
    return answer;
  }

  private static void redirect(IkeSa sa, Payloads request) {
    InetAddress sender = sa.transport().remote().address();
    if (sa.isUsable()
        && sa.isInitiator()
        && sa.gateway().redirection().follow(request, sender, Optional.empty())) {
      sa.gateway().redirected(sa);
    }
  }
}
