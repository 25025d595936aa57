package org.sekisho.ike.engine;

import java.util.Arrays;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;

/**
 * What a renewal of an IKE SA has agreed on, until all its key exchanges are done: the keys of the
 * new SA come from the old SK_d, with the old prf (RFC 7296 section 2.18, RFC 9370 section 2.2.4).
 */
final class SuccessorKeys {

  private final IkeSa old;
  private final IkeSuite suite;
  private final boolean initiator;
  private final long spiI;
  private final long spiR;
  private final byte[] shared;
  private final byte[] ni;
  private final byte[] nr;

  /**
   * Keeps what was agreed.
   *
   * @param initiator whether we started the renewal
   * @param shared secret of the first key exchange, zeroed when used or closed
   */
  SuccessorKeys(
      IkeSa old,
      IkeSuite suite,
      boolean initiator,
      long spiI,
      long spiR,
      byte[] shared,
      byte[] ni,
      byte[] nr) {
    this.old = old;
    this.suite = suite;
    this.initiator = initiator;
    this.spiI = spiI;
    this.spiR = spiR;
    this.shared = shared;
    this.ni = ni;
    this.nr = nr;
  }

  /**
   * Makes the new SA, once.
   *
   * @param secrets of additional key exchanges, nothing where there were none
   */
  IkeSa successor(byte[] secrets) {
    EngineContext context = old.context();
    byte[] seed =
        context.keySchedule.rekeySeed(old.suite().prf(), old.keys(), shared, ni, nr, secrets);
    close();
    IkeKeys keys = context.keySchedule.ikeKeys(suite, seed, ni, nr, spiI, spiR);
    IkeSa renewed =
        new IkeSa(context, initiator, spiI, spiR, old.gateway(), old.transport(), old.session());
    renewed.keyed(suite, keys, spiR, 0);
    renewed.peerSupports(old.peerSupport());
    renewed.mobike().inherit(old.mobike());
    context.register(renewed);
    return renewed;
  }

  /** Forgets the secret. */
  void close() {
    Arrays.fill(shared, (byte) 0);
  }
}
