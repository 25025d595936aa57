package org.sekisho.api.eap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom the side that asks lets in.
 *
 * @param name our own name in the methods that tell it
 * @param claimedIdentity who the peer says it is, which IKE knows already and has accepted (RFC
 *     7296 section 2.16)
 * @param users passwords by user name; in EAP-TLS the certificate must bear one of these names or
 *     the claimed identity
 * @param credentials for EAP-TLS
 * @param methods those it offers, best first
 */
public record EapServerSettings(
    String name,
    String claimedIdentity,
    Map<String, EapPassword> users,
    Optional<EapCredentials> credentials,
    List<EapMethod> methods) {

  /** Copies the collections. */
  public EapServerSettings {
    users = Map.copyOf(users);
    methods = List.copyOf(methods);
  }
}
