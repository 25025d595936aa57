package org.sekisho.esp;

import java.nio.ByteBuffer;
import org.sekisho.api.net.PacketBatch;

/**
 * Takes the inner packet out of a verified and decrypted ESP packet (RFC 4303 section 3.4.4.2, RFC
 * 4301 section 5.2): padding, next header, inner lengths, selectors, ECN.
 */
final class EspDecapsulator {

  /** Next header of a dummy packet (RFC 4303 section 2.6). */
  static final int NO_NEXT_HEADER = 59;

  /** What became of a packet. */
  enum Result {
    /** The batch entry is now the inner packet. */
    ACCEPTED,
    /** A dummy, to be dropped without a word. */
    DUMMY,
    /** Padding, next header or inner packet are not well-formed. */
    MALFORMED,
    /** Outside the selectors. */
    OUTSIDE_SELECTORS,
    /** Outer CE on an inner Not-ECT packet. */
    CONGESTION
  }

  private EspDecapsulator() {}

  /**
   * Decapsulates packet {@code i}, which is at least {@link InboundSa#minimumLength} long.
   *
   * @param header filled with the inner packet
   */
  static Result decapsulate(PacketBatch batch, int i, InboundSa sa, InnerHeader header) {
    ByteBuffer memory = batch.memory();
    int inner = batch.offset(i) + sa.headerLength();
    int end = batch.offset(i) + batch.length(i) - sa.icvLength() - 2;
    int padding = memory.get(end) & 0xff;
    int next = memory.get(end + 1) & 0xff;
    int innerEnd = end - padding;
    if (innerEnd < inner || !isSelfDescribing(memory, innerEnd, padding)) {
      return Result.MALFORMED;
    }
    if (next == NO_NEXT_HEADER) {
      return Result.DUMMY;
    }
    // The inner length field decides: what follows it is traffic flow padding (RFC 4303 2.7).
    if ((next != EspEncapsulator.IPV4 && next != EspEncapsulator.IPV6)
        || !header.parse(memory, inner, innerEnd - inner)
        || header.isIpv6() != (next == EspEncapsulator.IPV6)) {
      return Result.MALFORMED;
    }
    if (!sa.selectors().permitsInbound(header)) {
      return Result.OUTSIDE_SELECTORS;
    }
    if (!Ecn.decapsulate(memory, header, batch.trafficClass(i))) {
      return Result.CONGESTION;
    }
    batch.place(i, inner, header.totalLength());
    return Result.ACCEPTED;
  }

  private static boolean isSelfDescribing(ByteBuffer memory, int at, int padding) {
    for (int n = 1; n <= padding; n++) {
      if ((memory.get(at + n - 1) & 0xff) != n) {
        return false;
      }
    }
    return true;
  }
}
