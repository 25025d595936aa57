package org.sekisho.api.dhcp;

/**
 * Told what DHCP servers lend; a whiteboard service. A listener that comes is told of every
 * interface whose address is asked for by DHCP. Called on the thread of the DHCP client: answers
 * quickly. When the client's bundle stops nothing is said: leases go on.
 */
public interface LeaseListener {

  /** An interface has got a lease, or another one. */
  void leased(Lease lease);

  /**
   * An interface has no lease, or none any more.
   *
   * @param lan RTX name, such as {@code lan2}
   */
  void lost(String lan);
}
