package org.sekisho.ike.message;

/**
 * A message or payload that breaks RFC 7296 section 3. Says with which notification a protected
 * request is answered; an unprotected message is dropped.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int notifyType;
  private final transient byte[] data;

  /** Answered with INVALID_SYNTAX. */
  public MalformedMessageException(String message) {
    this(NotifyType.INVALID_SYNTAX, new byte[0], message);
  }

  /**
   * Answered with another notification.
   *
   * @param notifyType error notification (RFC 7296 section 3.10.1)
   * @param data its notification data
   */
  public MalformedMessageException(int notifyType, byte[] data, String message) {
    super(message, null, false, false);
    this.notifyType = notifyType;
    this.data = data.clone();
  }

  /** The error notification that tells the peer. */
  public int notifyType() {
    return notifyType;
  }

  /** The notification's data. */
  public byte[] data() {
    return data.clone();
  }
}
