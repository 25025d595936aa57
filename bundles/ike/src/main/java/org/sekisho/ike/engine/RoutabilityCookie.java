package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** A value that only who receives at an address can return from there (RFC 4555 section 4.2.5). */
final class RoutabilityCookie {

  private static final int OCTETS = 16;

  private final byte[] value = new byte[OCTETS];

  /** What the request says. */
  Payload draw(SecureRandom random) {
    random.nextBytes(value);
    return NotifyPayload.of(NotifyType.COOKIE2, value);
  }

  /** Whether the response returns it. */
  boolean isReturned(Payloads response) {
    return response
        .notify(NotifyType.COOKIE2)
        .filter(c -> MessageDigest.isEqual(c.data(), value))
        .isPresent();
  }

  /** Why the IKE SA ends where it is not. */
  static Failure notReturned() {
    return Failure.said("the peer did not prove its new address");
  }
}
