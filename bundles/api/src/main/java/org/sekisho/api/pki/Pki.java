package org.sekisho.api.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Certificate files by number, and the check of peers' certificates. Thread-safe. */
public interface Pki {

  /**
   * Our own certificate with its key; answers from memory.
   *
   * @param file number of {@code pki certificate file}
   * @throws PkiException when there is none, it holds no key, or its time is over
   */
  Credential credential(int file) throws PkiException;

  /**
   * The CAs a file makes trusted; answers from memory.
   *
   * @param file number of {@code pki certificate file}
   * @return at least one
   * @throws PkiException when there is none
   */
  List<X509Certificate> anchors(int file) throws PkiException;

  /**
   * Checks a peer's certificate: its chain first, and only for a chain that is trusted whether it
   * is revoked, which may ask servers. Returns at once.
   *
   * @param answer called exactly once within {@link #CHECK_SECONDS}, on any thread: empty when the
   *     certificate is good, else one sentence
   */
  void check(ChainCheck check, Consumer<Optional<String>> answer);

  /** Longest time a check takes. */
  int CHECK_SECONDS = 10;
}
