package org.sekisho.tun;

/** writev(2) of one packet to a TUN device. */
@FunctionalInterface
interface GatherWrite {

  /**
   * Writes the parts as one packet, all or nothing.
   *
   * @param parts address of an array of struct iovec
   * @param count its length
   * @return octets written, or -1 with the cause in {@link Errno#last()}
   */
  long write(long parts, int count);
}
