package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Proof in a resumed IKE SA, ours and the peer's: AUTH by SK_pi and SK_pr, which only those two can
 * know who made the IKE SA before (RFC 5723 section 4.3.3).
 */
final class ResumptionProof implements OwnProof, PeerProof {

  private final AuthSession session;

  ResumptionProof(AuthSession session) {
    this.session = session;
  }

  @Override
  public List<Payload> payloads() {
    boolean initiator = session.sa().isInitiator();
    return List.of(new AuthPayload(AuthPayload.SHARED_KEY, auth(initiator, session.own())));
  }

  @Override
  public void check(Payloads message, Verdict verdict) {
    Optional<AuthPayload> auth = message.first(AuthPayload.class);
    boolean initiator = !session.sa().isInitiator();
    if (auth.isPresent()
        && auth.get().method() == AuthPayload.SHARED_KEY
        && MessageDigest.isEqual(auth(initiator, session.peers()), auth.get().data())) {
      verdict.proved();
    } else {
      verdict.failed("the peer does not have the key of the session it resumes");
    }
  }

  private byte[] auth(boolean ofInitiator, SignedOctets octets) {
    IkeSa sa = session.sa();
    return session.context().psk.resumed(sa.suite().prf(), sa.keys().authKey(ofInitiator), octets);
  }
}
