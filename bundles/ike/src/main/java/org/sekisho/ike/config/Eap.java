package org.sekisho.ike.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;

/**
 * EAP with a gateway (RFC 7296 section 2.16).
 *
 * @param account what we prove ourselves with, {@code ipsec ike eap myname}
 * @param group user group whose members a peer may be, {@code ipsec ike eap request}; empty when
 *     peers are not asked for EAP
 * @param users members of that group, passwords by name
 * @param named whether {@code ipsec ike auth method} asks for EAP
 * @param methods methods that are taken part in or offered, best first
 * @param certificateRequest {@code ipsec ike eap send certreq}: a peer that proves itself by a
 *     certificate is asked for it
 */
public record Eap(
    Optional<Account> account,
    Optional<Integer> group,
    Map<String, EapPassword> users,
    boolean named,
    List<EapMethod> methods,
    boolean certificateRequest) {

  /** Nothing of it. */
  public static final Eap NONE =
      new Eap(Optional.empty(), Optional.empty(), Map.of(), false, List.of(), true);

  /** Copies the collections. */
  public Eap {
    users = Map.copyOf(users);
    methods = List.copyOf(methods);
  }

  /**
   * A name and its password.
   *
   * @param name user name
   * @param password the password
   */
  public record Account(String name, EapPassword password) {}

  /** Whether the methods authenticate a server so well that IKE need not (RFC 5998 section 4). */
  public boolean isEnoughAlone() {
    return !methods.isEmpty() && methods.stream().allMatch(EapMethod::isEnoughAlone);
  }

  private boolean needsPassword() {
    return methods.stream().anyMatch(m -> m != EapMethod.TLS);
  }

  /** Whether a certificate of ours takes part. */
  public boolean needsCertificate() {
    return methods.contains(EapMethod.TLS);
  }

  /** What is missing before we can prove ourselves, as one sentence. */
  Optional<String> missingForUs(int gateway) {
    return needsPassword() && account.isEmpty()
        ? Optional.of("no name and password: set ipsec ike eap myname " + gateway)
        : Optional.empty();
  }

  /** What is missing before a peer can prove itself, as one sentence. */
  Optional<String> missingForPeers() {
    return needsPassword() && users.isEmpty()
        ? Optional.of("no users: set auth user and auth user group " + group.orElse(0))
        : Optional.empty();
  }
}
