package org.sekisho.ike.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decodes and encodes chains of payloads (RFC 7296 section 3.2). */
public final class PayloadChain {

  private static final int HEADER = 4;

  /** Octets of an SKF payload before its body. */
  private static final int FRAGMENT_HEADER = 8;

  private static final int CRITICAL = 0x80;

  /** Payloads that no message has two of; of two nobody could say which one counts. */
  private static final Set<Integer> SINGLE =
      Set.of(
          Payload.SA,
          Payload.KE,
          Payload.ID_I,
          Payload.ID_R,
          Payload.AUTH,
          Payload.NONCE,
          Payload.TS_I,
          Payload.TS_R,
          Payload.EAP,
          Payload.CP);

  private PayloadChain() {}

  /**
   * Decodes an unprotected message's payloads.
   *
   * @param header its header
   * @param message the whole message; octets after the header's length are ignored
   */
  public static Decoded decodePlain(IkeHeader header, byte[] message) {
    try {
      return new Decoded.Ok(
          decode(header.nextPayload(), new WireReader(message, IkeHeader.LENGTH, header.length())));
    } catch (MalformedMessageException e) {
      return new Decoded.UnprotectedError(e);
    }
  }

  /**
   * Decodes what was inside an SK payload whose ICV was right.
   *
   * @param firstType type of the first payload, from the SK payload's header
   */
  public static Decoded decodeProtected(int firstType, byte[] plaintext) {
    try {
      Payloads payloads = decode(firstType, new WireReader(plaintext));
      if (payloads.first(EncryptedPayload.class).isPresent()
          || payloads.first(EncryptedFragmentPayload.class).isPresent()) {
        throw new MalformedMessageException("encrypted payload inside an encrypted payload");
      }
      return new Decoded.Ok(payloads);
    } catch (MalformedMessageException e) {
      return new Decoded.ProtectedError(e);
    }
  }

  private static Payloads decode(int firstType, WireReader in) throws MalformedMessageException {
    List<Payload> payloads = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int type = firstType;
    while (type != 0) {
      if (SINGLE.contains(type) && !seen.add(type)) {
        throw new MalformedMessageException("more than one payload of type " + type);
      }
      int next = in.u8();
      int flags = in.u8();
      int length = in.u16();
      if (length < HEADER) {
        throw new MalformedMessageException("payload of " + length + " octets");
      }
      WireReader body = in.slice(length - HEADER);
      if (type == Payload.SK) {
        if (in.remaining() != 0) {
          throw new MalformedMessageException("encrypted payload is not the last");
        }
        payloads.add(new EncryptedPayload(next, body.position(), body.rest()));
        return new Payloads(payloads);
      }
      if (type == Payload.SKF) {
        if (in.remaining() != 0) {
          throw new MalformedMessageException("encrypted fragment is not the last payload");
        }
        payloads.add(EncryptedFragmentPayload.decode(next, body));
        return new Payloads(payloads);
      }
      payloads.add(payload(type, (flags & CRITICAL) != 0, body));
      type = next;
    }
    if (in.remaining() != 0) {
      throw new MalformedMessageException("octets after the last payload");
    }
    return new Payloads(payloads);
  }

  private static Payload payload(int type, boolean critical, WireReader body)
      throws MalformedMessageException {
    return switch (type) {
      case Payload.SA -> SaPayload.decode(body);
      case Payload.KE -> KePayload.decode(body);
      case Payload.ID_I, Payload.ID_R -> IdPayload.decode(type, body);
      case Payload.CERT -> CertPayload.decode(body);
      case Payload.CERTREQ -> CertReqPayload.decode(body);
      case Payload.AUTH -> AuthPayload.decode(body);
      case Payload.NONCE -> NoncePayload.decode(body);
      case Payload.NOTIFY -> NotifyPayload.decode(body);
      case Payload.DELETE -> DeletePayload.decode(body);
      case Payload.TS_I, Payload.TS_R -> TsPayload.decode(type, body);
      case Payload.EAP -> new EapPayload(body.rest());
      case Payload.PUZZLE_SOLUTION -> PuzzleSolutionPayload.decode(body);
      case Payload.CP -> CpPayload.decode(body);
      default -> {
        boolean known = type >= Payload.SA && type <= Payload.LAST_KNOWN;
        if (critical && !known) {
          throw new MalformedMessageException(
              NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
              new byte[] {(byte) type},
              "critical payload of unknown type " + type);
        }
        yield new IgnoredPayload(type, body.rest());
      }
    };
  }

  /** Type of the first payload, 0 for none. */
  public static int firstType(List<Payload> payloads) {
    return payloads.isEmpty() ? 0 : payloads.get(0).type();
  }

  /** Encodes payloads with their generic headers. */
  public static byte[] encode(List<Payload> payloads) {
    WireWriter out = new WireWriter();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] body = payloads.get(i).body();
      out.u8(i + 1 < payloads.size() ? payloads.get(i + 1).type() : 0)
          .u8(0)
          .u16(HEADER + body.length)
          .octets(body);
    }
    return out.toByteArray();
  }

  /** Encodes a whole unprotected message. */
  public static byte[] encodePlain(
      long spiI, long spiR, int exchange, int flags, int messageId, List<Payload> payloads) {
    byte[] chain = encode(payloads);
    WireWriter out = new WireWriter();
    new IkeHeader(
            spiI,
            spiR,
            firstType(payloads),
            2,
            0,
            exchange,
            flags,
            messageId,
            IkeHeader.LENGTH + chain.length)
        .encode(out);
    return out.octets(chain).toByteArray();
  }

  /**
   * A protected message's head as RFC 9242 section 3.3.2 authenticates it: both lengths count the
   * plaintext only.
   *
   * @param head from the header to the end of the generic header of the Encrypted payload
   * @param chainLength octets of the payloads inside
   * @return a copy with other lengths
   */
  public static byte[] withLengths(byte[] head, int chainLength) {
    WireWriter out = new WireWriter();
    out.octets(Arrays.copyOf(head, IkeHeader.LENGTH - 4)).i32(head.length + chainLength);
    out.octets(Arrays.copyOfRange(head, IkeHeader.LENGTH, head.length - 2));
    return out.u16(HEADER + chainLength).toByteArray();
  }

  /**
   * Header and SK payload header of a protected message: its first octets, and what its ICV covers
   * before the SK body (RFC 7296 section 3.14, RFC 5282 section 5.1).
   *
   * @param firstType type of the first payload inside
   * @param skBodyLength octets of IV, ciphertext and ICV
   */
  public static byte[] protectedHead(
      long spiI,
      long spiR,
      int exchange,
      int flags,
      int messageId,
      int firstType,
      int skBodyLength) {
    WireWriter out = new WireWriter();
    int length = IkeHeader.LENGTH + HEADER + skBodyLength;
    new IkeHeader(spiI, spiR, Payload.SK, 2, 0, exchange, flags, messageId, length).encode(out);
    return out.u8(firstType).u8(0).u16(HEADER + skBodyLength).toByteArray();
  }

  /**
   * Header and SKF payload header of one fragment of a protected message (RFC 7383 section 2.5).
   *
   * @param innerType type of the first payload inside in fragment 1, 0 in others
   * @param skfBodyLength octets of IV, ciphertext and ICV
   */
  public static byte[] fragmentHead(
      long spiI,
      long spiR,
      int exchange,
      int flags,
      int messageId,
      int innerType,
      int number,
      int total,
      int skfBodyLength) {
    WireWriter out = new WireWriter();
    int length = IkeHeader.LENGTH + FRAGMENT_HEADER + skfBodyLength;
    new IkeHeader(spiI, spiR, Payload.SKF, 2, 0, exchange, flags, messageId, length).encode(out);
    return out.u8(innerType)
        .u8(0)
        .u16(FRAGMENT_HEADER + skfBodyLength)
        .u16(number)
        .u16(total)
        .toByteArray();
  }
}
