package org.sekisho.ike.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything the lines say about one gateway. Immutable; equal configurations mean nothing changed.
 *
 * @param number gateway number
 * @param children a policy for each enabled tunnel that leads here; empty when none does
 * @param autoInitiate brought up and kept up by ourselves
 * @param acceptRequests {@code negotiation receive on}
 * @param localId {@code local name}
 * @param remoteId {@code remote name}
 * @param authentication how the two sides prove who they are
 * @param remoteHost address or name to start towards; empty for {@code any}
 * @param localAddress {@code local address}, empty for the nearest
 * @param algorithms what lines say about algorithms
 * @param additionalKeyExchange key exchanges beside that of the group
 * @param ppk post-quantum pre-shared key; it has no effect with EAP
 * @param lifetimes lives of SAs
 * @param espProposals fixed list of ESP suites
 * @param renewal what becomes of SAs we renewed
 * @param probing how agreement with the peer is found out
 * @param pfs own key exchange at renewals we start
 * @param natKeepaliveSeconds NAT keepalive interval, 0 for off
 * @param forceNatTraversal pretend to be behind a NAT
 * @param retryCount retransmissions before an exchange fails ({@code ipsec ike retry})
 * @param retrySeconds seconds between them
 * @param extensions extensions a line switches on
 * @param modeConfig inner addresses by configuration payload
 * @param fragmentation fragments of IKE messages
 */
public record GatewayConfig(
    int number,
    List<ChildPolicy> children,
    boolean autoInitiate,
    boolean acceptRequests,
    Optional<Identity> localId,
    Optional<Identity> remoteId,
    Authentication authentication,
    Optional<String> remoteHost,
    Optional<InetAddress> localAddress,
    AlgorithmPolicy algorithms,
    AdditionalKeyExchange additionalKeyExchange,
    Optional<Ppk> ppk,
    Lifetimes lifetimes,
    EspProposals espProposals,
    Renewal renewal,
    Probing probing,
    boolean pfs,
    int natKeepaliveSeconds,
    boolean forceNatTraversal,
    int retryCount,
    int retrySeconds,
    Extensions extensions,
    ModeConfig modeConfig,
    Fragmentation fragmentation) {

  /** Copies the list. */
  public GatewayConfig {
    children = List.copyOf(children);
  }

  /**
   * Whether IKE SAs made under the other configuration are still what this one asks for; lives,
   * algorithms and timers apply to new SAs only.
   */
  public boolean samePeer(GatewayConfig other) {
    return children.isEmpty() == other.children.isEmpty()
        && localId.equals(other.localId)
        && remoteId.equals(other.remoteId)
        && authentication.equals(other.authentication)
        && ppk.equals(other.ppk)
        && remoteHost.equals(other.remoteHost)
        && localAddress.equals(other.localAddress)
        && forceNatTraversal == other.forceNatTraversal;
  }

  /**
   * Whether a session ticket given under the other configuration may still resume an IKE SA under
   * this one (RFC 5723): the same peer, proofs and algorithms.
   */
  public boolean sameTickets(GatewayConfig other) {
    return samePeer(other)
        && algorithms.equals(other.algorithms)
        && additionalKeyExchange.equals(other.additionalKeyExchange)
        && extensions.sessionResumption() == other.extensions.sessionResumption();
  }

  /** The first tunnel that leads here, empty when none does. */
  public OptionalInt tunnel() {
    return children.stream().mapToInt(ChildPolicy::tunnel).findFirst();
  }

  /** The policy of a tunnel. */
  public Optional<ChildPolicy> child(int tunnel) {
    return children.stream().filter(c -> c.tunnel() == tunnel).findFirst();
  }

  /** The post-quantum pre-shared key where there is a use for it. */
  public Optional<Ppk> usablePpk() {
    return authentication.uses(Authentication.Method.EAP) ? Optional.empty() : ppk;
  }

  /** Longest time an exchange waits for its answer, in milliseconds. */
  public long giveUpMillis() {
    return 1000L * retryCount * retrySeconds;
  }

  /** How log lines name the gateway: by its first tunnel where it has one. */
  public String label() {
    return children.isEmpty() ? "Gateway[" + number + "]" : children.get(0).label();
  }

  /** Our name as the console shows it, empty for none. */
  public String localIdText() {
    return localId.map(Identity::text).orElse("");
  }

  /** The peer's name as the console shows it, empty for none. */
  public String remoteIdText() {
    return remoteId.map(Identity::text).orElse("");
  }

  /** What is missing before a key exchange is possible, as one sentence. */
  public Optional<String> missing() {
    Optional<String> secret = authentication.missing(number);
    if (secret.isPresent()) {
      return secret;
    }
    if (ppk.filter(Ppk::required).isPresent() && usablePpk().isEmpty()) {
      return Optional.of(
          "ipsec ike ppk "
              + number
              + " does not go with EAP: take out required, or use a key or certificates");
    }
    if (localId.isEmpty() || remoteId.isEmpty()) {
      String which = localId.isEmpty() ? "local" : "remote";
      return Optional.of("IKEv2 needs both names: set ipsec ike " + which + " name " + number);
    }
    return Optional.empty();
  }
}
