package org.sekisho.ike.message;

/**
 * The fixed header of every IKE message (RFC 7296 section 3.1).
 *
 * @param initiatorSpi SPI chosen by the original initiator
 * @param responderSpi SPI chosen by the original responder, 0 in the first message
 * @param nextPayload type of the first payload
 * @param majorVersion 2 for IKEv2
 * @param minorVersion ignored on receipt
 * @param exchangeType see {@link ExchangeType}
 * @param flags see {@link #INITIATOR} and {@link #RESPONSE}; reserved bits are ignored
 * @param messageId message ID
 * @param length octets of the whole message
 */
public record IkeHeader(
    long initiatorSpi,
    long responderSpi,
    int nextPayload,
    int majorVersion,
    int minorVersion,
    int exchangeType,
    int flags,
    int messageId,
    int length) {

  /** Octets of the header. */
  public static final int LENGTH = 28;

  private static final int EXCHANGE_OFFSET = 18;

  /** Flag: the sender is the original initiator of the IKE SA. */
  public static final int INITIATOR = 0x08;

  /** Flag: the message is a response. */
  public static final int RESPONSE = 0x20;

  /** Whether the sender is the original initiator. */
  public boolean fromInitiator() {
    return (flags & INITIATOR) != 0;
  }

  /** Whether the message is a response. */
  public boolean isResponse() {
    return (flags & RESPONSE) != 0;
  }

  /**
   * Reads the header.
   *
   * @throws MalformedMessageException when the datagram is shorter than the header or than the
   *     length the header states
   */
  public static IkeHeader decode(byte[] datagram) throws MalformedMessageException {
    WireReader in = new WireReader(datagram);
    long spiI = in.i64();
    long spiR = in.i64();
    int next = in.u8();
    int version = in.u8();
    int exchange = in.u8();
    int flags = in.u8();
    int id = in.i32();
    int length = in.i32();
    if (length < LENGTH || length > datagram.length) {
      throw new MalformedMessageException("header states " + length + " octets");
    }
    return new IkeHeader(
        spiI, spiR, next, version >>> 4, version & 15, exchange, flags, id, length);
  }

  /** Whether a datagram is an IKE_SA_INIT request by its look. */
  public static boolean isFirstRequest(byte[] datagram) {
    return datagram.length >= LENGTH
        && datagram[EXCHANGE_OFFSET] == ExchangeType.IKE_SA_INIT
        && (datagram[EXCHANGE_OFFSET + 1] & RESPONSE) == 0;
  }

  void encode(WireWriter out) {
    out.i64(initiatorSpi)
        .i64(responderSpi)
        .u8(nextPayload)
        .u8(majorVersion << 4 | minorVersion)
        .u8(exchangeType)
        .u8(flags)
        .i32(messageId)
        .i32(length);
  }
}
