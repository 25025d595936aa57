package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.Fragmentation;
import org.sekisho.ike.crypto.SkProtection;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;

/**
 * The protected messages of one IKE SA, to and from datagrams: one each, or one a fragment where
 * both sides announced fragments and the message is long (RFC 7383).
 */
final class ProtectedMessages {

  private final IkeSa sa;
  private final SkProtection protection;
  private final Reassembly reassembly;

  ProtectedMessages(IkeSa sa, SkProtection protection) {
    this.sa = sa;
    this.protection = protection;
    this.reassembly = new Reassembly(sa.context());
  }

  /** Seals a message; as long as the peer has not named itself, packets are of default length. */
  List<byte[]> seal(int exchangeType, int messageId, boolean response, List<Payload> payloads) {
    return seal(exchangeType, messageId, response, payloads, config().packetSize());
  }

  /** The same for the shortest packets a path has to carry. */
  List<byte[]> sealShort(int exchangeType, int messageId, List<Payload> payloads) {
    int packet = Math.min(config().packetSize(), sa.transport().smallestPathPacket());
    return seal(exchangeType, messageId, false, payloads, packet);
  }

  private List<byte[]> seal(
      int exchangeType, int messageId, boolean response, List<Payload> payloads, int packetSize) {
    int flags = (sa.isInitiator() ? IkeHeader.INITIATOR : 0) | (response ? IkeHeader.RESPONSE : 0);
    int longest =
        config().enabled() && takesFragments()
            ? sa.transport().longestMessage(packetSize)
            : Integer.MAX_VALUE;
    return protection.seal(sa.spiI(), sa.spiR(), exchangeType, flags, messageId, payloads, longest);
  }

  private Fragmentation config() {
    Gateway gateway = sa.gateway();
    return gateway == null ? Fragmentation.DEFAULT : gateway.config().fragmentation();
  }

  private boolean takesFragments() {
    return sa.peerSupport().has(NotifyType.IKEV2_FRAGMENTATION_SUPPORTED);
  }

  /** Whether fragments of the peer's are looked at (RFC 7383 section 2.3). */
  boolean allows(Payload protectedPayload) {
    boolean allowed = protectedPayload instanceof EncryptedPayload || takesFragments();
    if (!allowed) {
      sa.context().counters.count(Counter.FRAGMENT_REFUSED);
    }
    return allowed;
  }

  /**
   * Opens a protected message.
   *
   * @param protectedPayload its SK or SKF payload
   * @return empty when it is dropped, or a fragment of a message that is not complete
   */
  Optional<Decoded> open(IkeHeader header, byte[] message, Payload protectedPayload) {
    try {
      if (protectedPayload instanceof EncryptedFragmentPayload fragment) {
        return fragment(header, message, fragment);
      }
      EncryptedPayload sk = (EncryptedPayload) protectedPayload;
      byte[] chain = protection.open(message, header.length(), sk);
      return Optional.of(PayloadChain.decodeProtected(sk.innerType(), chain));
    } catch (GeneralSecurityException e) {
      notAuthentic(e);
      return Optional.empty();
    }
  }

  private Optional<Decoded> fragment(
      IkeHeader header, byte[] message, EncryptedFragmentPayload fragment)
      throws GeneralSecurityException {
    if (!reassembly.wants(header, fragment)) {
      return Optional.empty();
    }
    byte[] part = protection.open(message, header.length(), fragment);
    boolean authenticated = sa.state() != IkeSa.State.CONNECTING;
    return reassembly
        .add(header, fragment, part, authenticated)
        .map(whole -> PayloadChain.decodeProtected(whole.firstType(), whole.chain()));
  }

  /** Whether the fragment is the peer's, without keeping it. */
  boolean isAuthentic(IkeHeader header, byte[] message, EncryptedFragmentPayload fragment) {
    try {
      protection.open(message, header.length(), fragment);
      return true;
    } catch (GeneralSecurityException e) {
      notAuthentic(e);
      return false;
    }
  }

  private void notAuthentic(GeneralSecurityException e) {
    sa.context().counters.count(Counter.NOT_AUTHENTIC);
    sa.context().output.debug("[IKE2] message dropped: " + e.getMessage());
  }

  /** The IKE SA is gone. */
  void close() {
    reassembly.close();
  }
}
