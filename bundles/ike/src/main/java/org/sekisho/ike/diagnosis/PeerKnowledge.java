package org.sekisho.ike.diagnosis;

import java.net.InetAddress;
import java.util.Optional;
import org.sekisho.ike.config.Identity;

/**
 * What a peer has shown of itself, in attempts of its own or asked by a probe, whatever became of
 * them. It explains why the peer refuses ours.
 *
 * @param ike its proposals for IKE SAs
 * @param esp its proposals for CHILD SAs in IKE_AUTH
 * @param renewal its proposals for renewals of CHILD SAs
 * @param name what it calls itself, authenticated
 * @param asked what it calls us
 * @param from the address its attempts come from
 * @param keyIsRight whether it has proved knowledge of our key
 */
public record PeerKnowledge(
    Offer ike,
    Offer esp,
    Offer renewal,
    Optional<Identity> name,
    Optional<Identity> asked,
    Optional<InetAddress> from,
    boolean keyIsRight) {

  /** The peer has shown nothing. */
  public static final PeerKnowledge NOTHING =
      new PeerKnowledge(
          Offer.UNKNOWN,
          Offer.UNKNOWN,
          Offer.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** It proposed that for an IKE SA. */
  public PeerKnowledge offersIke(Offer offer) {
    return new PeerKnowledge(offer, esp, renewal, name, asked, from, keyIsRight);
  }

  /** It proposed that for a CHILD SA in IKE_AUTH. */
  public PeerKnowledge offersEsp(Offer offer) {
    return new PeerKnowledge(ike, offer, renewal, name, asked, from, keyIsRight);
  }

  /** It proposed that for a renewal. */
  public PeerKnowledge offersRenewal(Offer offer) {
    return new PeerKnowledge(ike, esp, offer, name, asked, from, keyIsRight);
  }

  /** It proved its name by our key, and called us that. */
  public PeerKnowledge authenticated(Identity itself, Optional<Identity> us, InetAddress address) {
    return new PeerKnowledge(
        ike, esp, renewal, Optional.of(itself), us, Optional.of(address), true);
  }
}
