package org.sekisho.esp;

import java.nio.ByteBuffer;
import org.sekisho.api.net.PacketBatch;

/**
 * Writes the ESP header and trailer around an inner packet in place (RFC 4303 section 3.3, tunnel
 * mode) and sets the fields of the outer header (RFC 4301 section 5.1.2, RFC 6040 section 4.1). IV,
 * ciphertext and ICV are the transform's, the sequence number is drawn for a run of packets at once
 * ({@link SealRuns}).
 */
final class EspEncapsulator {

  /** Octets of SPI and sequence number. */
  static final int ESP_HEADER = 8;

  /** Where the sequence number lies. */
  static final int SEQUENCE = 4;

  /** Next header of an IPv4 packet. */
  static final int IPV4 = 4;

  /** Next header of an IPv6 packet. */
  static final int IPV6 = 41;

  private EspEncapsulator() {}

  /**
   * Encapsulates packet {@code i}, but for the sequence number.
   *
   * @param header the packet, parsed
   * @param route of the SA, read once
   * @param outerDf whether the outer header carries DF
   * @return false, and nothing changed, when headers and trailer do not fit the slot
   */
  static boolean encapsulate(
      PacketBatch batch, int i, InnerHeader header, OutboundSa sa, Route route, boolean outerDf) {
    int inner = header.offset();
    int innerLength = header.totalLength();
    int start = inner - ESP_HEADER - sa.ivLength();
    int alignment = sa.alignment();
    // Alignment is a power of two: 4, 8 or 16.
    int padding = -(innerLength + 2) & (alignment - 1);
    int trailer = inner + innerLength;
    int end = trailer + padding + 2 + sa.icvLength();
    int slot = batch.slotStart(i);
    if (start < slot || end > slot + batch.slotSize()) {
      return false;
    }
    ByteBuffer memory = batch.memory();
    for (int n = 1; n <= padding; n++) {
      memory.put(trailer++, (byte) n);
    }
    memory.put(trailer++, (byte) padding);
    memory.put(trailer, (byte) (header.isIpv6() ? IPV6 : IPV4));
    memory.putInt(start, sa.spi());
    batch.place(i, start, end - start);
    batch.trafficClass(i, header.trafficClass());
    batch.dontFragment(i, outerDf);
    batch.local(i, route.local());
    batch.remote(i, route.remote());
    return true;
  }
}
