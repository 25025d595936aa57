package org.sekisho.tun;

/** writev(2) of one packet to a TUN device. */
@FunctionalInterface
interface GatherWrite {

  /**
   * Writes the parts as one packet, all or nothing.
   *
   * @param parts address of an array of struct iovec
   * @param count its length
   * @param flow a number that packets of one flow share; 0 for packets of no flow
   * @return octets written, or -1 with the cause in {@link Errno#last()}
   */
  long write(long parts, int count, long flow);
}
