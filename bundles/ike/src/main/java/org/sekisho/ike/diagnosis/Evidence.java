package org.sekisho.ike.diagnosis;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.message.Transform;

/** Both sides of what did not fit, as far as it is known. */
public sealed interface Evidence {

  /** Nothing beyond the cause. */
  record None() implements Evidence {}

  /** There is nothing more to say than the cause. */
  Evidence NONE = new None();

  /**
   * Algorithms.
   *
   * @param theirs what the peer proposed, or {@link Offer#UNKNOWN}
   * @param ours all transforms we accept, by type in order of preference
   * @param wantedGroup the group an INVALID_KE_PAYLOAD asked for
   * @param sentGroup the group of the key exchange we sent in a renewal
   * @param refusedWithout whether the peer had refused the renewal without key exchange too
   */
  record Algorithms(
      Offer theirs,
      List<Transform> ours,
      OptionalInt wantedGroup,
      OptionalInt sentGroup,
      boolean refusedWithout)
      implements Evidence {

    /** Copies the list. */
    public Algorithms {
      ours = List.copyOf(ours);
    }

    /** Both sides' proposals. */
    public static Algorithms of(Offer theirs, List<Transform> ours) {
      return new Algorithms(theirs, ours, OptionalInt.empty(), OptionalInt.empty(), false);
    }
  }

  /**
   * Identities.
   *
   * @param theirs what the peer called itself
   * @param expected what our line calls it
   * @param asked what the peer called us
   * @param own what our line calls us
   */
  record Names(
      Optional<Identity> theirs,
      Optional<Identity> expected,
      Optional<Identity> asked,
      Optional<Identity> own)
      implements Evidence {}

  /**
   * Authentication.
   *
   * @param theirs method number of the peer's AUTH payload, 0 for none (EAP)
   */
  record Method(int theirs) implements Evidence {}

  /**
   * Traffic selectors, each list seen from this router.
   *
   * @param theirsHere what the peer wants to reach behind this router, empty when unknown
   * @param theirsThere what it has behind itself, empty when unknown
   * @param oursHere what we propose or accept on our side
   * @param oursThere what we propose or accept on its side
   */
  record Selectors(
      List<TrafficSelector> theirsHere,
      List<TrafficSelector> theirsThere,
      List<TrafficSelector> oursHere,
      List<TrafficSelector> oursThere)
      implements Evidence {

    private static final int MOST = 16;

    /** Keeps what fits. */
    public Selectors {
      theirsHere = theirsHere.stream().limit(MOST).toList();
      theirsThere = theirsThere.stream().limit(MOST).toList();
      oursHere = oursHere.stream().limit(MOST).toList();
      oursThere = oursThere.stream().limit(MOST).toList();
    }

    /** Whether the peer's are known. */
    public boolean isKnown() {
      return !theirsHere.isEmpty() && !theirsThere.isEmpty();
    }
  }

  /**
   * The way to the peer.
   *
   * @param local where we sent from
   * @param remote where we sent to
   * @param answersFrom another address that answered in its place
   * @param answers4500 whether the peer answered IKE_SA_INIT on UDP 4500 but not on 500
   * @param sendError what this router's system said about sending, empty for nothing
   * @param unreachable what somebody on the way, or the peer's host, said about our messages
   */
  record Path(
      Endpoint local,
      Endpoint remote,
      Optional<InetAddress> answersFrom,
      boolean answers4500,
      String sendError,
      Optional<Unreachable> unreachable)
      implements Evidence {

    /** Whether the peer's own host says that nobody listens on the port. */
    public boolean nobodyListens() {
      return unreachable
          .filter(u -> u.kind() == Unreachable.Kind.PORT && u.from().equals(remote.address()))
          .isPresent();
    }
  }

  /**
   * A refusal.
   *
   * @param type notification type
   */
  record Notification(int type) implements Evidence {}
}
