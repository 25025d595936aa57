package org.sekisho.eap.method;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One method in one conversation, on the side that proves itself. Confined to one thread. */
public interface PeerMethod {

  /**
   * Answers a request.
   *
   * @param identifier of the request, which the answer repeats
   * @param data what follows the type in the request
   * @return what follows the type in the response
   */
  byte[] respond(int identifier, byte[] data) throws EapMethodException;

  /**
   * EAP-Success came: whether everything is done that must be before it is believed.
   *
   * @return the sentence of refusal, empty when all is well
   */
  Optional<String> objection();

  /** What the method knows about why the server refuses, one sentence. */
  Optional<String> refusal();

  /** Master session key of 64 octets, the receiver's to zero; empty for methods without keys. */
  Optional<byte[]> takeKey();

  /** The server's certificates, its own first; empty for methods without. */
  default List<X509Certificate> chain() {
    return List.of();
  }

  /** Zeroes what is secret. */
  void close();
}
