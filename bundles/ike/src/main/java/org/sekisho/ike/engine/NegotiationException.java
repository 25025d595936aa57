package org.sekisho.ike.engine;

import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;

/** The two sides do not agree; carries what the peer is told and a sentence for the log. */
final class NegotiationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient NotifyPayload notification;

  NegotiationException(NotifyPayload notification, String reason) {
    super(reason, null, false, false);
    this.notification = notification;
  }

  NegotiationException(int notifyType, String reason) {
    this(NotifyPayload.of(notifyType), reason);
  }

  static NegotiationException wrongGroup(int wanted) {
    return new NegotiationException(
        NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, (byte) (wanted >>> 8), (byte) wanted),
        "the peer must use group " + wanted);
  }

  NotifyPayload notification() {
    return notification;
  }
}
