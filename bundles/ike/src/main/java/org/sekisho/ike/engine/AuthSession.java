package org.sekisho.ike.engine;

import java.security.cert.X509Certificate;
import org.sekisho.api.crypto.SignatureScheme;
import org.sekisho.api.pki.PkiException;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.SignatureAuthentication;
import org.sekisho.ike.crypto.SignedOctets;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.Payload;

/** One IKE SA being authenticated: who the two sides are and what their AUTH payloads cover. */
final class AuthSession {

  private final IkeSa sa;
  private final Gateway gateway;
  private final GatewayConfig config;
  private final InitMessages init;
  private final IdPayload ownId;
  private IdPayload peerId;
  private IkeKeys mixed;
  private boolean peerSignsPkcs1;

  /**
   * Begins, on either side.
   *
   * @param gateway whom the peer is thought to be
   */
  AuthSession(IkeSa sa, Gateway gateway, InitMessages init) {
    this.sa = sa;
    this.gateway = gateway;
    this.config = gateway.config();
    this.init = init;
    Identity local = own(gateway);
    ownId =
        new IdPayload(sa.isInitiator() ? Payload.ID_I : Payload.ID_R, local.type(), local.value());
  }

  /** Our name; a distinguished name is sent as our certificate spells it. */
  private static Identity own(Gateway gateway) {
    Identity local = gateway.config().localId().orElseThrow();
    Authentication authentication = gateway.config().authentication();
    if (local.type() == Identity.ASN1_DN
        && authentication.local() == Authentication.Method.CERTIFICATE) {
      try {
        int file = authentication.certificates().orElseThrow().file();
        X509Certificate own = gateway.context().output.credential(file).chain().get(0);
        Identity spelled =
            new Identity(Identity.ASN1_DN, own.getSubjectX500Principal().getEncoded());
        return spelled.equals(local) ? spelled : local;
      } catch (PkiException e) {
        return local; // the proof fails with the same sentence
      }
    }
    return local;
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
    sa.whenAbandoned(this::unmix);
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

  /** The peer has signed with this algorithm. */
  void peerSignedWith(SignatureScheme scheme) {
    peerSignsPkcs1 = SignatureAuthentication.isPkcs1(scheme);
  }

  /** Whether the peer is known to expect RSASSA-PKCS1-v1_5, for that is what it uses. */
  boolean peerSignsPkcs1() {
    return peerSignsPkcs1;
  }

  IkeSa sa() {
    return sa;
  }

  Gateway gateway() {
    return gateway;
  }

  /** The gateway's lines as they were when this began; a check may outlast them. */
  GatewayConfig config() {
    return config;
  }

  /** Whether the gateway's lines still let the peer in. */
  boolean isAllowed() {
    return gateway.acceptsRequests() && gateway.config().samePeer(config);
  }

  InitMessages init() {
    return init;
  }

  EngineContext context() {
    return sa.context();
  }
}
