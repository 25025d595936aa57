package org.sekisho.ike.message;

/**
 * Notification (RFC 7296 section 3.10).
 *
 * @param protocol protocol of the SA it concerns, 0 for none
 * @param spi SPI of that SA, empty for none
 * @param notifyType see {@link NotifyType}
 * @param data notification data
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record NotifyPayload(int protocol, byte[] spi, int notifyType, byte[] data)
    implements Payload {

  /** A notification that concerns no SA. */
  public static NotifyPayload of(int notifyType, byte... data) {
    return new NotifyPayload(ProtocolId.NONE, new byte[0], notifyType, data);
  }

  /** A notification about one ESP SA. */
  public static NotifyPayload ofEsp(int notifyType, int spi) {
    return new NotifyPayload(
        ProtocolId.ESP, new WireWriter().i32(spi).toByteArray(), notifyType, new byte[0]);
  }

  static NotifyPayload decode(WireReader in) throws MalformedMessageException {
    int protocol = in.u8();
    int spiSize = in.u8();
    int type = in.u16();
    byte[] spi = in.octets(spiSize);
    return new NotifyPayload(protocol, spi, type, in.rest());
  }

  /** Whether the notification reports an error. */
  public boolean isError() {
    return NotifyType.isError(notifyType);
  }

  /** The ESP SPI, 0 when the notification carries none of four octets. */
  public int espSpi() {
    return spi.length == 4 ? SpiCodec.toInt(spi) : 0;
  }

  @Override
  public int type() {
    return NOTIFY;
  }

  @Override
  public byte[] body() {
    return new WireWriter()
        .u8(protocol)
        .u8(spi.length)
        .u16(notifyType)
        .octets(spi)
        .octets(data)
        .toByteArray();
  }
}
