package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.Fragmentation;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IntermediateAuth;
import org.sekisho.ike.crypto.SkProtection;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;

/**
 * The protected messages of one IKE SA, to and from datagrams: one each, or one a fragment where
 * both sides announced fragments and the message is long (RFC 7383).
 */
final class ProtectedMessages {

  /** Where the header names the type of the first payload. */
  private static final int NEXT_PAYLOAD = 16;

  /** Octets of fragment number and total. */
  private static final int FRAGMENT_NUMBERS = 4;

  private final IkeSa sa;
  private final Reassembly reassembly;
  private final IntermediateAuth intermediateAuth;
  private SkProtection protection;
  private SkProtection earlierProtection;
  private IkeKeys earlierKeys;
  private byte[] firstHead = {};

  ProtectedMessages(IkeSa sa, SkProtection protection) {
    this.sa = sa;
    this.protection = protection;
    this.reassembly = new Reassembly(sa.context());
    this.intermediateAuth = new IntermediateAuth(sa.context().crypto);
  }

  /** Seals a message; as long as the peer has not named itself, packets are of default length. */
  List<byte[]> seal(int exchangeType, int messageId, boolean response, List<Payload> payloads) {
    if (exchangeType == ExchangeType.IKE_INTERMEDIATE) {
      byte[] head =
          PayloadChain.protectedHead(
              sa.spiI(),
              sa.spiR(),
              exchangeType,
              flags(response),
              messageId,
              PayloadChain.firstType(payloads),
              0);
      intermediateAuth.add(
          sa.suite(), sa.keys(), sa.isInitiator(), head, PayloadChain.encode(payloads));
    }
    return seal(exchangeType, messageId, response, payloads, config().packetSize());
  }

  /** The same for the shortest packets a path has to carry. */
  List<byte[]> sealShort(int exchangeType, int messageId, List<Payload> payloads) {
    int packet = Math.min(config().packetSize(), sa.transport().smallestPathPacket());
    return seal(exchangeType, messageId, false, payloads, packet);
  }

  private List<byte[]> seal(
      int exchangeType, int messageId, boolean response, List<Payload> payloads, int packetSize) {
    int longest =
        config().enabled() && takesFragments()
            ? sa.transport().longestMessage(packetSize)
            : Integer.MAX_VALUE;
    return protection.seal(
        sa.spiI(), sa.spiR(), exchangeType, flags(response), messageId, payloads, longest);
  }

  private int flags(boolean response) {
    return (sa.isInitiator() ? IkeHeader.INITIATOR : 0) | (response ? IkeHeader.RESPONSE : 0);
  }

  /** What IKE_INTERMEDIATE messages add to the octets AUTH covers (RFC 9242 section 3.3.2). */
  IntermediateAuth intermediateAuth() {
    return intermediateAuth;
  }

  /**
   * An additional key exchange has given the SA other keys. The keys before it still tell whether
   * the fragment of a repeated request is the peer's.
   *
   * @param next protection by the new keys
   * @param before keys so far, closed here when nobody needs them any more
   */
  void rekeyed(SkProtection next, IkeKeys before) {
    forgetEarlierKeys();
    earlierProtection = protection;
    earlierKeys = before;
    protection = next;
  }

  /** The peer has used the newest keys. */
  void forgetEarlierKeys() {
    earlierProtection = null;
    if (earlierKeys != null) {
      earlierKeys.close();
      earlierKeys = null;
    }
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
      if (header.exchangeType() == ExchangeType.IKE_INTERMEDIATE) {
        received(Arrays.copyOf(message, sk.start()), chain);
      }
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
    boolean intermediate = header.exchangeType() == ExchangeType.IKE_INTERMEDIATE;
    if (intermediate && fragment.number() == 1) {
      firstHead = headAsWhole(message, fragment);
    }
    boolean authenticated = sa.state() != IkeSa.State.CONNECTING;
    Optional<Reassembly.Whole> whole = reassembly.add(header, fragment, part, authenticated);
    if (intermediate && whole.isPresent()) {
      received(firstHead, whole.get().chain());
    }
    return whole.map(w -> PayloadChain.decodeProtected(w.firstType(), w.chain()));
  }

  private void received(byte[] head, byte[] chain) {
    intermediateAuth.add(sa.suite(), sa.keys(), !sa.isInitiator(), head, chain);
  }

  /**
   * The head of the message as it would have been without fragments: an Encrypted payload with the
   * reserved octet of the first fragment's (RFC 9242 section 3.3.2).
   */
  private static byte[] headAsWhole(byte[] message, EncryptedFragmentPayload fragment) {
    byte[] head = Arrays.copyOf(message, fragment.start() - FRAGMENT_NUMBERS);
    if (head[NEXT_PAYLOAD] == Payload.SKF) {
      head[NEXT_PAYLOAD] = Payload.SK;
    }
    return head;
  }

  /** Whether the fragment is the peer's, without keeping it. */
  boolean isAuthentic(IkeHeader header, byte[] message, EncryptedFragmentPayload fragment) {
    return opens(protection, header, message, fragment)
        || (earlierProtection != null && opens(earlierProtection, header, message, fragment));
  }

  private boolean opens(
      SkProtection with, IkeHeader header, byte[] message, EncryptedFragmentPayload fragment) {
    try {
      with.open(message, header.length(), fragment);
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
    intermediateAuth.close();
    forgetEarlierKeys();
  }
}
