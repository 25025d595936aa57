package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.Payloads;

/**
 * AUTH of both sides after EAP: by the master session key, or by SK_pi and SK_pr where the method
 * gave none (RFC 7296 section 2.16).
 */
final class EapAuth {

  private final AuthSession session;
  private final Optional<byte[]> key;

  EapAuth(AuthSession session, Optional<byte[]> masterSessionKey) {
    this.session = session;
    this.key = masterSessionKey;
  }

  /** Ours. */
  AuthPayload own() {
    return new AuthPayload(AuthPayload.SHARED_KEY, auth(session.sa().isInitiator(), session.own()));
  }

  /** Whether the message holds the peer's. */
  boolean isIn(Payloads message) {
    Optional<AuthPayload> auth = message.first(AuthPayload.class);
    return auth.isPresent()
        && auth.get().method() == AuthPayload.SHARED_KEY
        && MessageDigest.isEqual(
            auth(!session.sa().isInitiator(), session.peers()), auth.get().data());
  }

  private byte[] auth(boolean ofInitiator, SignedOctets octets) {
    byte[] secret =
        key.map(byte[]::clone).orElseGet(() -> session.sa().keys().authKey(ofInitiator));
    return session.context().psk.auth(session.sa().suite().prf(), secret, octets);
  }

  void close() {
    key.ifPresent(k -> Arrays.fill(k, (byte) 0));
  }
}
