package org.sekisho.ike.message;

import java.util.Optional;

/**
 * What a responder under load looks at in an IKE_SA_INIT request before it decodes any of it: the
 * same little work whatever the message claims to hold (RFC 7296 section 2.6).
 *
 * @param nonce the initiator's
 * @param cookie what it returns, empty for none
 * @param solution of a puzzle
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record InitGlance(byte[] nonce, byte[] cookie, Optional<PuzzleSolutionPayload> solution) {

  private static final int MOST_PAYLOADS = 64;
  private static final int LONGEST_COOKIE = 64;

  /**
   * Walks the chain of payloads; nothing but lengths is checked.
   *
   * @return empty when it is no chain, is too long or has no nonce
   */
  public static Optional<InitGlance> of(IkeHeader header, byte[] message) {
    WireReader in = new WireReader(message, IkeHeader.LENGTH, header.length());
    byte[] nonce = null;
    byte[] cookie = new byte[0];
    PuzzleSolutionPayload solution = null;
    int type = header.nextPayload();
    try {
      for (int i = 0; type != 0; i++) {
        int next = in.u8();
        in.skip(1);
        int length = in.u16();
        if (length < 4 || i == MOST_PAYLOADS) {
          return Optional.empty();
        }
        WireReader body = in.slice(length - 4);
        if (type == Payload.NONCE && nonce == null) {
          nonce = NoncePayload.decode(body).data();
        } else if (type == Payload.NOTIFY && i == 0) {
          cookie = cookie(body);
        } else if (type == Payload.PUZZLE_SOLUTION && solution == null) {
          solution = PuzzleSolutionPayload.decode(body);
        }
        type = next;
      }
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
    return nonce == null
        ? Optional.empty()
        : Optional.of(new InitGlance(nonce, cookie, Optional.ofNullable(solution)));
  }

  /** A cookie comes first (RFC 7296 section 2.6). */
  private static byte[] cookie(WireReader body) throws MalformedMessageException {
    NotifyPayload notify = NotifyPayload.decode(body);
    boolean isCookie =
        notify.notifyType() == NotifyType.COOKIE && notify.data().length <= LONGEST_COOKIE;
    return isCookie ? notify.data() : new byte[0];
  }
}
