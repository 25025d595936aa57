package org.sekisho.ike.engine;

import java.util.Optional;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payloads;

/** SET_WINDOW_SIZE (RFC 7296 section 2.3): how many requests the peer takes at once. */
final class WindowSize {

  private WindowSize() {}

  /** The size a message announces, if any. */
  static Optional<Integer> announced(Payloads message) {
    return message
        .notify(NotifyType.SET_WINDOW_SIZE)
        .filter(n -> n.data().length == 4)
        .map(n -> toInt(n.data()))
        .filter(size -> size > 0);
  }

  private static int toInt(byte[] octets) {
    return (octets[0] & 0xff) << 24
        | (octets[1] & 0xff) << 16
        | (octets[2] & 0xff) << 8
        | (octets[3] & 0xff);
  }
}
