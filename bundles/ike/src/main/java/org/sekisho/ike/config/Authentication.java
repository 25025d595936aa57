package org.sekisho.ike.config;

import java.util.Optional;

/**
 * How the two sides of a gateway prove who they are (RFC 7296 section 2.15).
 *
 * @param local our method
 * @param remote the peer's; it need not be the same
 * @param preSharedKey the key, for {@link Method#PRE_SHARED_KEY}
 * @param certificates where ours and the trusted ones are, for {@link Method#CERTIFICATE}
 * @param eap what lines say about EAP, for {@link Method#EAP}
 */
public record Authentication(
    Method local,
    Method remote,
    Optional<PreSharedKey> preSharedKey,
    Optional<Certificates> certificates,
    Eap eap) {

  /** A way to prove an identity. */
  public enum Method {
    /** Both sides know a key. */
    PRE_SHARED_KEY,
    /** A signature and an X.509 certificate. */
    CERTIFICATE,
    /** EAP, by which an initiator proves itself; the responder has another method. */
    EAP
  }

  /** Both sides by a pre-shared key, which may still be missing. */
  public static Authentication preSharedKey(Optional<PreSharedKey> key) {
    return new Authentication(
        Method.PRE_SHARED_KEY, Method.PRE_SHARED_KEY, key, Optional.empty(), Eap.NONE);
  }

  /** Both sides by certificates. */
  public static Authentication certificates(Certificates certificates) {
    return new Authentication(
        Method.CERTIFICATE,
        Method.CERTIFICATE,
        Optional.empty(),
        Optional.of(certificates),
        Eap.NONE);
  }

  /**
   * The same with EAP where lines ask for it: of the peer, where {@code ipsec ike eap request}
   * does; else of us, where {@code ipsec ike auth method} names it, or where there is a name for
   * EAP and nothing else to prove ourselves with.
   */
  public Authentication with(Eap lines) {
    boolean peers = lines.group().isPresent();
    boolean ours = !peers && (lines.named() || lines.account().isPresent() && hasNothingElse());
    return new Authentication(
        ours ? Method.EAP : local, peers ? Method.EAP : remote, preSharedKey, certificates, lines);
  }

  private boolean hasNothingElse() {
    return preSharedKey.isEmpty() && certificates.isEmpty();
  }

  /** Whether a side uses the method. */
  public boolean uses(Method method) {
    return local == method || remote == method;
  }

  /** What is missing before anybody can be authenticated, as one sentence. */
  public Optional<String> missing(int gateway) {
    if (uses(Method.PRE_SHARED_KEY) && preSharedKey.isEmpty()) {
      return Optional.of("no key: set ipsec ike pre-shared-key " + gateway);
    }
    boolean certificate = uses(Method.CERTIFICATE) || (uses(Method.EAP) && eap.needsCertificate());
    if (certificate && certificates.isEmpty()) {
      return Optional.of("no certificate: set ipsec ike pki file " + gateway);
    }
    if (local == Method.EAP) {
      return eap.missingForUs(gateway);
    }
    return remote == Method.EAP ? eap.missingForPeers() : Optional.empty();
  }

  /** Whether a side may send a signature. */
  public boolean usesSignatures() {
    return uses(Method.CERTIFICATE);
  }

  /** The line that holds our proof, for sentences. */
  public String ownLine() {
    return switch (local) {
      case PRE_SHARED_KEY -> "ipsec ike pre-shared-key";
      case CERTIFICATE -> "ipsec ike pki file";
      case EAP -> "ipsec ike eap myname";
    };
  }
}
