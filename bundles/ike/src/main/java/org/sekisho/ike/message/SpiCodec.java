package org.sekisho.ike.message;

/** SPIs as numbers and as octets in network order. */
public final class SpiCodec {

  private SpiCodec() {}

  /** Four octets of an ESP SPI. */
  public static byte[] octets(int spi) {
    return new WireWriter().i32(spi).toByteArray();
  }

  /** Eight octets of an IKE SPI. */
  public static byte[] octets(long spi) {
    return new WireWriter().i64(spi).toByteArray();
  }

  /** An ESP SPI; the array has four octets. */
  public static int toInt(byte[] spi) {
    return (spi[0] & 0xff) << 24 | (spi[1] & 0xff) << 16 | (spi[2] & 0xff) << 8 | (spi[3] & 0xff);
  }

  /** An IKE SPI; the array has eight octets. */
  public static long toLong(byte[] spi) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (spi[i] & 0xff);
    }
    return value;
  }
}
