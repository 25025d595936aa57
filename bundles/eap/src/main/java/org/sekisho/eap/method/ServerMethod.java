package org.sekisho.eap.method;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One method in one conversation, on the side that asks. Confined to one thread. */
public interface ServerMethod {

  /** What follows the type in the first request with that identifier. */
  byte[] request(int identifier);

  /**
   * Takes a response.
   *
   * @param identifier of the response
   * @param data what follows the type
   * @return what comes next; a further request has the next identifier
   */
  Verdict respond(int identifier, byte[] data) throws EapMethodException;

  /** Why the peer is going to be refused, as soon as it is known, one sentence. */
  Optional<String> refusal();

  /** Zeroes what is secret. */
  void close();

  /** What comes next. */
  sealed interface Verdict {

    /**
     * Another request.
     *
     * @param data what follows its type
     */
    @SuppressWarnings("ArrayRecordComponent") // octets never compared
    record Ask(byte[] data) implements Verdict {}

    /**
     * The peer is authenticated.
     *
     * @param identity the name that was authenticated
     * @param key master session key of 64 octets, the receiver's to zero
     * @param chain the peer's certificates, its own first; empty for methods without
     */
    @SuppressWarnings("ArrayRecordComponent") // octets never compared
    record Accept(String identity, Optional<byte[]> key, List<X509Certificate> chain)
        implements Verdict {}

    /**
     * The peer is refused.
     *
     * @param reason one sentence
     */
    record Refuse(String reason) implements Verdict {}
  }
}
