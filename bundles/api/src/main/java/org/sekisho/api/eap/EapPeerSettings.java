package org.sekisho.api.eap;

import java.util.List;
import java.util.Optional;

/**
 * What the side that proves itself brings.
 *
 * @param identity answer to a request for our identity, and our name in the methods
 * @param password for methods that need one
 * @param credentials for EAP-TLS
 * @param serverName a name the server's certificate must bear in EAP-TLS
 * @param methods those it takes part in, best first; each needs what it proves itself with
 */
public record EapPeerSettings(
    String identity,
    Optional<EapPassword> password,
    Optional<EapCredentials> credentials,
    String serverName,
    List<EapMethod> methods) {

  /** Copies the list. */
  public EapPeerSettings {
    methods = List.copyOf(methods);
  }
}
