package org.sekisho.ike.engine;

import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;

/** The two sides do not agree; carries what the peer is told and a sentence for the log. */
final class NegotiationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient NotifyPayload notification;
  private final transient Failure failure;

  private NegotiationException(NotifyPayload notification, Failure failure, String reason) {
    super(reason, null, false, false);
    this.notification = notification;
    this.failure = failure;
  }

  NegotiationException(NotifyPayload notification, String reason) {
    this(notification, Failure.said(reason), reason);
  }

  /** With both sides of what did not fit. */
  NegotiationException(int notifyType, Failure failure) {
    this(NotifyPayload.of(notifyType), failure, failure.sentence());
  }

  NegotiationException(int notifyType, String reason) {
    this(NotifyPayload.of(notifyType), reason);
  }

  static NegotiationException wrongGroup(int wanted) {
    return new NegotiationException(
        NotifyPayload.of(NotifyType.INVALID_KE_PAYLOAD, (byte) (wanted >>> 8), (byte) wanted),
        "the peer must use group " + wanted);
  }

  /** For the diagnosis. */
  Failure failure() {
    return failure;
  }

  NotifyPayload notification() {
    return notification;
  }
}
