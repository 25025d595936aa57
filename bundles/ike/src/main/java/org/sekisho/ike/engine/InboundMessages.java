package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
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
  private final InboundRequests requests;
  private long nextSpiReply;
  private long nextProbe;
  private boolean shuttingDown;

  InboundMessages(EngineContext context) {
    this.context = context;
    initResponder = new IkeSaInitResponder(context);
    requests = new InboundRequests(context, initResponder);
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
    } else if (header.exchangeType() == ExchangeType.IKE_SA_INIT) {
      initial(header, message, transport);
    } else {
      established(header, message, transport);
    }
  }

  private void otherVersion(IkeHeader header, Transport transport) {
    if (header.majorVersion() > 2 && !header.isResponse() && replyAllowed()) {
      initResponder.reply(header, transport, NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION));
    }
  }

  private void initial(IkeHeader header, byte[] message, Transport transport) {
    Decoded decoded = PayloadChain.decodePlain(header, message);
    if (header.isResponse()) {
      IkeSa sa = context.ikeSa(header.initiatorSpi());
      if (sa == null || sa.dial() == null || header.fromInitiator() || header.messageId() != 0) {
        return;
      }
      if (decoded instanceof Decoded.Ok ok) {
        sa.dial().response(header, message, ok.payloads());
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
    if (!plausible) {
      return;
    }
    if (decoded instanceof Decoded.Ok ok) {
      initResponder.request(header, message, ok.payloads(), transport);
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
    Optional<EncryptedPayload> sk = outer.payloads().first(EncryptedPayload.class);
    if (sk.isEmpty()) {
      unprotected(sa, outer.payloads());
    } else if (header.isResponse()) {
      response(sa, header, message, sk.get(), transport);
    } else {
      request(sa, header, message, sk.get(), transport);
    }
  }

  private void response(
      IkeSa sa, IkeHeader header, byte[] message, EncryptedPayload sk, Transport transport) {
    // A copy of an earlier response, perhaps from elsewhere, says nothing about the peer of now.
    Decoded decoded = sa.window().isAwaited(header) ? open(sa, header, message, sk) : null;
    if (decoded == null) {
      return;
    }
    sa.heardFrom(transport.local(), transport.remote(), transport.natTraversal());
    if (decoded instanceof Decoded.Ok ok) {
      sa.window().response(header, ok.payloads());
    } else if (decoded instanceof Decoded.ProtectedError error) {
      sa.window().malformedResponse(header, error.cause().getMessage());
    }
  }

  private void request(
      IkeSa sa, IkeHeader header, byte[] message, EncryptedPayload sk, Transport transport) {
    switch (sa.responses().judge(header.messageId(), message)) {
      case REPEATED -> {
        context.output.send(
            transport.local(),
            transport.remote(),
            transport.natTraversal(),
            sa.responses().lastResponse());
        Optional.ofNullable(sa.gateway()).ifPresent(Gateway::peerRepeats);
      }
      case NEW -> {
        boolean early =
            sa.state() == IkeSa.State.CONNECTING
                && (sa.isInitiator() || header.exchangeType() != ExchangeType.IKE_AUTH);
        Decoded decoded = early ? null : open(sa, header, message, sk);
        if (decoded != null) {
          sa.heardFrom(transport.local(), transport.remote(), transport.natTraversal());
          requests.handle(sa, header, message, decoded, transport);
        }
      }
      case DROP -> context.output.debug("[IKE2] request outside the window dropped");
    }
  }

  private Decoded open(IkeSa sa, IkeHeader header, byte[] message, EncryptedPayload sk) {
    try {
      return sa.open(header, message, sk);
    } catch (GeneralSecurityException e) {
      context.output.debug("[IKE2] message dropped: " + e.getMessage());
      return null;
    }
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
