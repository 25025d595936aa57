package org.sekisho.ike.config;

import java.util.List;
import org.sekisho.api.crypto.EspSuite;

/**
 * A fixed list of ESP suites in place of what {@link AlgorithmPolicy} allows: the way of cloud
 * gateways, which publish their proposals in an order of their own. No line sets it; the
 * simulator's gateways have it.
 *
 * @param suites suites in the order they are offered, one proposal each, and taken; empty for all
 *     that is allowed, the strongest first
 */
public record EspProposals(List<EspSuite> suites) {

  /** What holds without lines. */
  public static final EspProposals DEFAULT = new EspProposals(List.of());

  /** Copies the list. */
  public EspProposals {
    suites = List.copyOf(suites);
  }
}
