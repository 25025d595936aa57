package org.sekisho.ike.message;

/** Outcome of decoding a peer's octets. */
public sealed interface Decoded {

  /**
   * Understood.
   *
   * @param payloads the payloads
   */
  record Ok(Payloads payloads) implements Decoded {}

  /**
   * Not understood and nobody vouches for the octets: drop.
   *
   * @param cause what is wrong; its notification may be sent where RFC 7296 section 2.21.1 allows
   */
  record UnprotectedError(MalformedMessageException cause) implements Decoded {}

  /**
   * Authenticated but not understood: a request is answered with the notification.
   *
   * @param cause what is wrong
   */
  record ProtectedError(MalformedMessageException cause) implements Decoded {}
}
