package org.sekisho.ike.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;

/**
 * Every message that arrives: told apart by version, exchange and SPIs (RFC 7296 sections 2.5, 2.6,
 * 2.21), opened, and handed to the exchange or the responder it is for.
 */
final class InboundMessages {

  private static final long SPI_REPLY_MILLIS = 1_000;
  private static final long PROBE_PAUSE_MILLIS = 10_000;

  private final EngineContext context;
  private final IkeSaInitResponder initResponder;
  private final IkeSessionResumeResponder resumeResponder;
  private final InboundRequests requests;
  private long nextSpiReply;
  private long nextProbe;
  private boolean shuttingDown;

  InboundMessages(EngineContext context) {
    this.context = context;
    initResponder = new IkeSaInitResponder(context);
    resumeResponder = new IkeSessionResumeResponder(context, initResponder);
    requests = new InboundRequests(context, initResponder);
  }

  /** IKE SAs that wait for IKE_AUTH. */
  int halfOpen() {
    return initResponder.count();
  }

  /** From now on nobody may start an IKE SA. */
  void shutDown() {
    shuttingDown = true;
  }

  /** Takes an IKE message; it came by that way and is ours to keep. */
  void datagram(Transport transport, byte[] datagram) {
    IkeHeader header;
    try {
      header = IkeHeader.decode(datagram);
    } catch (MalformedMessageException e) {
      return;
    }
    byte[] message =
        header.length() == datagram.length ? datagram : Arrays.copyOf(datagram, header.length());
    if (header.majorVersion() != 2) {
      otherVersion(header, transport);
    } else if (isInitial(header.exchangeType())) {
      initial(header, message, transport);
    } else {
      established(header, message, transport);
    }
  }

  /** Whether it begins an IKE SA, unprotected. */
  private static boolean isInitial(int exchangeType) {
    return exchangeType == ExchangeType.IKE_SA_INIT
        || exchangeType == ExchangeType.IKE_SESSION_RESUME;
  }

  private void otherVersion(IkeHeader header, Transport transport) {
    if (header.majorVersion() > 2 && !header.isResponse() && replyAllowed()) {
      initResponder.reply(header, transport, NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION));
    }
  }

  private void initial(IkeHeader header, byte[] message, Transport transport) {
    if (header.isResponse()) {
      OfferProbe probe = context.probe(header.initiatorSpi());
      if (probe != null
          && header.exchangeType() == ExchangeType.IKE_SA_INIT
          && !header.fromInitiator()) {
        if (PayloadChain.decodePlain(header, message) instanceof Decoded.Ok ok) {
          probe.response(ok.payloads());
        }
        return;
      }
      IkeSa sa = context.ikeSa(header.initiatorSpi());
      if (sa == null
          || sa.dial() == null
          || sa.dial().exchangeType() != header.exchangeType()
          || header.fromInitiator()
          || header.messageId() != 0) {
        return;
      }
      sa.dial().answeredFrom(transport.remote().address());
      Decoded decoded = PayloadChain.decodePlain(header, message);
      if (decoded instanceof Decoded.Ok ok) {
        sa.dial().received(header, message, ok.payloads());
      } else if (decoded instanceof Decoded.UnprotectedError error) {
        sa.dial().unreadable(error.cause().getMessage());
      }
      return;
    }
    boolean plausible =
        !shuttingDown
            && header.fromInitiator()
            && header.initiatorSpi() != 0
            && header.responderSpi() == 0
            && header.messageId() == 0;
    if (!plausible || !initResponder.admits(header, message, transport)) {
      return;
    }
    Decoded decoded = PayloadChain.decodePlain(header, message);
    if (decoded instanceof Decoded.Ok ok) {
      if (header.exchangeType() == ExchangeType.IKE_SA_INIT) {
        initResponder.request(header, message, ok.payloads(), transport);
      } else {
        resumeResponder.request(header, message, ok.payloads(), transport);
      }
    } else if (decoded instanceof Decoded.UnprotectedError error && replyAllowed()) {
      initResponder.reply(
          header, transport, NotifyPayload.of(error.cause().notifyType(), error.cause().data()));
    }
  }

  private void established(IkeHeader header, byte[] message, Transport transport) {
    long localSpi = header.fromInitiator() ? header.responderSpi() : header.initiatorSpi();
    IkeSa sa = context.ikeSa(localSpi);
    if (sa == null
        || sa.spiI() != header.initiatorSpi()
        || sa.spiR() != header.responderSpi()
        || sa.isInitiator() == header.fromInitiator()) {
      unknownSpi(header, transport);
      return;
    }
    if (!sa.canSend() || !(PayloadChain.decodePlain(header, message) instanceof Decoded.Ok outer)) {
      return;
    }
    Optional<Payload> sealed = sealed(outer.payloads());
    if (sealed.isEmpty()) {
      unprotected(sa, outer.payloads());
    } else if (!sa.messages().allows(sealed.get())) {
      context.output.debug("[IKE2] fragment dropped: fragments were not agreed on");
    } else if (header.isResponse()) {
      response(sa, header, message, sealed.get(), transport);
    } else {
      request(sa, header, message, sealed.get(), transport);
    }
  }

  /** The SK or SKF payload. */
  private static Optional<Payload> sealed(Payloads payloads) {
    return payloads.list().stream()
        .filter(p -> p instanceof EncryptedPayload || p instanceof EncryptedFragmentPayload)
        .findFirst();
  }

  private void response(
      IkeSa sa, IkeHeader header, byte[] message, Payload sealed, Transport transport) {
    // A copy of an earlier response, perhaps from elsewhere, says nothing about the peer of now.
    if (!sa.window().isAwaited(header)) {
      return;
    }
    Optional<Decoded> decoded = sa.messages().open(header, message, sealed);
    if (decoded.isEmpty()) {
      return;
    }
    sa.moves().heard(transport);
    sa.mobike().answered(transport);
    if (decoded.get() instanceof Decoded.Ok ok) {
      sa.window().response(header, ok.payloads());
    } else if (decoded.get() instanceof Decoded.ProtectedError error) {
      sa.window().malformedResponse(header, error.cause().getMessage());
    }
  }

  private void request(
      IkeSa sa, IkeHeader header, byte[] message, Payload sealed, Transport transport) {
    switch (judge(sa, header, message, sealed)) {
      case NEW -> {
        Optional<Decoded> decoded =
            requests.isEarly(sa, header.exchangeType())
                ? Optional.empty()
                : sa.messages().open(header, message, sealed);
        if (decoded.isPresent()) {
          sa.moves().heard(transport);
          requests.handle(sa, header, message, decoded.get(), transport);
        }
      }
      case REPEATED -> repeat(sa, transport);
      case REPEATED_IF_AUTHENTIC -> {
        if (sa.messages().isAuthentic(header, message, (EncryptedFragmentPayload) sealed)) {
          repeat(sa, transport);
        }
      }
      case DROP -> {
        context.counters.count(Counter.OUTSIDE_WINDOW);
        context.output.debug("[IKE2] request outside the window dropped");
      }
    }
  }

  private static ResponseCache.Verdict judge(
      IkeSa sa, IkeHeader header, byte[] message, Payload sealed) {
    return sealed instanceof EncryptedFragmentPayload fragment
        ? sa.responses().judgeFragment(header.messageId(), fragment.number())
        : sa.responses().judge(header.messageId(), message);
  }

  /** The peer does not have our answer. */
  private void repeat(IkeSa sa, Transport transport) {
    transport.send(context.output, sa.responses().lastResponse());
    Optional.ofNullable(sa.gateway()).ifPresent(Gateway::peerRepeats);
  }

  /** Nobody vouches for it: at most a reason to ask the peer whether it lives (2.4, 2.21.4). */
  private void unprotected(IkeSa sa, Payloads payloads) {
    if (payloads.error().isPresent()
        && sa.state() == IkeSa.State.ESTABLISHED
        && context.now() >= nextProbe) {
      nextProbe = context.now() + PROBE_PAUSE_MILLIS;
      sa.gateway().probe();
    }
  }

  private void unknownSpi(IkeHeader header, Transport transport) {
    if (!header.isResponse() && replyAllowed()) {
      int flags = IkeHeader.RESPONSE | (header.fromInitiator() ? 0 : IkeHeader.INITIATOR);
      context.output.send(
          transport.local(),
          transport.remote(),
          transport.natTraversal(),
          PayloadChain.encodePlain(
              header.initiatorSpi(),
              header.responderSpi(),
              header.exchangeType(),
              flags,
              header.messageId(),
              List.of(NotifyPayload.of(NotifyType.INVALID_IKE_SPI))));
    }
  }

  private boolean replyAllowed() {
    if (context.now() < nextSpiReply) {
      return false;
    }
    nextSpiReply = context.now() + SPI_REPLY_MILLIS;
    return true;
  }
}
