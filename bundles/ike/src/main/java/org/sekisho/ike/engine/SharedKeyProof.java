package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** Proof by the gateway's pre-shared key, ours and the peer's (RFC 7296 section 2.15). */
final class SharedKeyProof implements OwnProof, PeerProof {

  private final AuthSession session;

  SharedKeyProof(AuthSession session) {
    this.session = session;
  }

  @Override
  public List<Payload> payloads() {
    return List.of(new AuthPayload(AuthPayload.SHARED_KEY, auth(session.own())));
  }

  @Override
  public void check(Payloads message, Verdict verdict) {
    Optional<AuthPayload> auth = message.first(AuthPayload.class);
    if (auth.isEmpty() || auth.get().method() != AuthPayload.SHARED_KEY) {
      verdict.failed("authentication failed: the peer does not use a pre-shared key");
    } else if (MessageDigest.isEqual(auth(session.peers()), auth.get().data())) {
      verdict.proved();
    } else {
      verdict.failed(
          "authentication failed: the keys differ, check ipsec ike pre-shared-key "
              + session.config().number());
    }
  }

  private byte[] auth(SignedOctets octets) {
    byte[] key = session.config().authentication().preSharedKey().orElseThrow().octets();
    return session.context().psk.auth(session.sa().suite().prf(), key, octets);
  }
}
