package org.sekisho.ike.diagnosis;

import java.util.List;
import org.sekisho.ike.message.Proposal;

/**
 * What a peer proposed, cut down to a bounded size and without its SPIs.
 *
 * @param proposals in the peer's order
 * @param choice whether it is the peer's choice out of everything rather than its own proposal
 */
public record Offer(List<Proposal> proposals, boolean choice) {

  private static final int MOST_PROPOSALS = 32;
  private static final int MOST_TRANSFORMS = 64;

  /** Nothing is known. */
  public static final Offer UNKNOWN = new Offer(List.of(), false);

  /** Keeps what fits. */
  public Offer {
    proposals = proposals.stream().limit(MOST_PROPOSALS).map(Offer::bounded).toList();
  }

  private static Proposal bounded(Proposal p) {
    return new Proposal(
        p.number(),
        p.protocol(),
        new byte[0],
        p.transforms().stream().limit(MOST_TRANSFORMS).toList());
  }

  /** Whether anything is known. */
  public boolean isKnown() {
    return !proposals.isEmpty();
  }
}
