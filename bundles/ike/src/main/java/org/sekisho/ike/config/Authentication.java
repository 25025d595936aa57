package org.sekisho.ike.config;

import java.util.Optional;

/**
 * How the two sides of a gateway prove who they are (RFC 7296 section 2.15).
 *
 * @param local our method
 * @param remote the peer's; it need not be the same
 * @param preSharedKey the key, for {@link Method#PRE_SHARED_KEY}
 */
public record Authentication(Method local, Method remote, Optional<PreSharedKey> preSharedKey) {

  /** A way to prove an identity. */
  public enum Method {
    /** Both sides know a key. */
    PRE_SHARED_KEY
  }

  /** Both sides by a pre-shared key, which may still be missing. */
  public static Authentication preSharedKey(Optional<PreSharedKey> key) {
    return new Authentication(Method.PRE_SHARED_KEY, Method.PRE_SHARED_KEY, key);
  }

  /** Whether a side uses the method. */
  public boolean uses(Method method) {
    return local == method || remote == method;
  }

  /** What is missing before anybody can be authenticated, as one sentence. */
  public Optional<String> missing(int gateway) {
    return uses(Method.PRE_SHARED_KEY) && preSharedKey.isEmpty()
        ? Optional.of("no key: set ipsec ike pre-shared-key " + gateway)
        : Optional.empty();
  }
}
