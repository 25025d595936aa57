package org.sekisho.tun;

import java.io.IOException;
import java.util.Set;

/**
 * Which UDP offloads to ask the kernel for (udp(7)). Both are used where the kernel has them; the
 * system property {@value #PROPERTY} leaves some out, for tests and to find a fault: {@code
 * gso,gro}, {@code gso}, {@code gro} or {@code none}.
 *
 * @param segmentation UDP_SEGMENT: a run of packets of one length leaves in one message (GSO)
 * @param coalescing UDP_GRO: a train of packets arrives in one message
 */
record UdpOffload(boolean segmentation, boolean coalescing) {

  static final String PROPERTY = "sekisho.udp.offload";

  static final UdpOffload ALL = new UdpOffload(true, true);
  static final UdpOffload NONE = new UdpOffload(false, false);

  private static final String GSO = "gso";
  private static final String GRO = "gro";

  /**
   * What the system property says; all when it is not set.
   *
   * @throws IOException with a sentence for the administrator when it says something else
   */
  static UdpOffload fromProperty() throws IOException {
    String value = System.getProperty(PROPERTY);
    return value == null ? ALL : parse(value);
  }

  private static UdpOffload parse(String value) throws IOException {
    if (value.equals("none")) {
      return NONE;
    }
    Set<String> words = Set.of(value.split(",", 2));
    if (!Set.of(GSO, GRO).containsAll(words)) {
      throw new IOException(
          "the system property "
              + PROPERTY
              + " is \""
              + value
              + "\"; set it to gso,gro or gso or gro or none");
    }
    return new UdpOffload(words.contains(GSO), words.contains(GRO));
  }
}
