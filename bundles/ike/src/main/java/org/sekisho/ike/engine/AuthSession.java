package org.sekisho.ike.engine;

import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.Payload;

/** One IKE SA being authenticated: who the two sides are and what their AUTH payloads cover. */
final class AuthSession {

  private final IkeSa sa;
  private final Gateway gateway;
  private final InitMessages init;
  private final IdPayload ownId;
  private IdPayload peerId;
  private IkeKeys mixed;

  /**
   * Begins, on either side.
   *
   * @param gateway whom the peer is thought to be
   */
  AuthSession(IkeSa sa, Gateway gateway, InitMessages init) {
    this.sa = sa;
    this.gateway = gateway;
    this.init = init;
    Identity local = gateway.config().localId().orElseThrow();
    ownId =
        new IdPayload(sa.isInitiator() ? Payload.ID_I : Payload.ID_R, local.type(), local.value());
  }

  /** The peer has named itself; its name is the one expected. */
  void peerId(IdPayload id) {
    peerId = id;
  }

  IdPayload ownId() {
    return ownId;
  }

  /** What our AUTH covers. */
  SignedOctets own() {
    return octets(sa.isInitiator(), ownId);
  }

  /** What the peer's AUTH covers; the peer has named itself. */
  SignedOctets peers() {
    return octets(!sa.isInitiator(), peerId);
  }

  /**
   * From now on AUTH is computed with keys that a post-quantum pre-shared key is mixed into (RFC
   * 8784 section 3).
   *
   * @param ppk the key, zeroed here
   */
  void mix(byte[] ppk) {
    mixed = sa.context().keySchedule.withPpk(sa.suite().prf(), sa.keys(), ppk);
  }

  boolean isMixed() {
    return mixed != null;
  }

  /** The other side does without. */
  void unmix() {
    if (mixed != null) {
      mixed.close();
      mixed = null;
    }
  }

  /** Both sides are proved: the SA takes the mixed keys. */
  void adopt() {
    sa.mixed(mixed);
    mixed = null;
  }

  private SignedOctets octets(boolean ofInitiator, IdPayload id) {
    return SignedOctets.of(
        sa.context().crypto,
        sa.suite().prf(),
        mixed == null ? sa.keys() : mixed,
        ofInitiator,
        ofInitiator ? init.request() : init.response(),
        ofInitiator ? init.nr() : init.ni(),
        id.body(),
        sa.messages().intermediateAuth().octets());
  }

  IkeSa sa() {
    return sa;
  }

  Gateway gateway() {
    return gateway;
  }

  GatewayConfig config() {
    return gateway.config();
  }

  InitMessages init() {
    return init;
  }

  EngineContext context() {
    return sa.context();
  }
}
