package org.sekisho.esp;

import java.nio.ByteBuffer;

/**
 * Explicit congestion notification through the tunnel, normal mode of RFC 6040: the ingress copies
 * the inner field (section 4.1), the egress combines both by the table of section 4.2.
 */
final class Ecn {

  /** Not ECN-capable. */
  static final int NOT_ECT = 0;

  /** ECN-capable, codepoint ECT(1). */
  static final int ECT_1 = 1;

  /** ECN-capable, codepoint ECT(0). */
  static final int ECT_0 = 2;

  /** Congestion experienced. */
  static final int CE = 3;

  /** The egress must drop the packet: its sender would not understand the mark. */
  static final int DROP = -1;

  private static final int MASK = 3;

  private Ecn() {}

  /**
   * The ECN field of a decapsulated packet (RFC 6040 figure 4).
   *
   * @param inner ECN field of the arriving inner header
   * @param outer ECN field of the arriving outer header
   * @return field to forward, or {@link #DROP}
   */
  static int combine(int inner, int outer) {
    if (outer == CE) {
      return inner == NOT_ECT ? DROP : CE;
    }
    return inner == ECT_0 && outer == ECT_1 ? ECT_1 : inner;
  }

  /**
   * Applies the outer header's field to a decapsulated packet in place.
   *
   * @param outerTrafficClass DSCP and ECN octet of the outer header
   * @return false when the packet must be dropped
   */
  static boolean decapsulate(ByteBuffer memory, InnerHeader header, int outerTrafficClass) {
    int inner = header.trafficClass() & MASK;
    int combined = combine(inner, outerTrafficClass & MASK);
    if (combined == DROP) {
      return false;
    }
    if (combined != inner) {
      rewrite(memory, header, (header.trafficClass() & ~MASK) | combined);
    }
    return true;
  }

  private static void rewrite(ByteBuffer memory, InnerHeader header, int trafficClass) {
    int at = header.offset();
    int before = memory.getShort(at) & 0xffff;
    if (header.isIpv6()) {
      memory.putShort(at, (short) ((before & 0xf00f) | (trafficClass << 4)));
      return;
    }
    int after = (before & 0xff00) | trafficClass;
    memory.putShort(at, (short) after);
    int checksum = memory.getShort(at + 10) & 0xffff;
    memory.putShort(at + 10, (short) Checksum.update(checksum, before, after));
  }
}
