package org.sekisho.ike.diagnosis;

import java.util.List;

/**
 * One way out.
 *
 * @param kind which, for the words around it
 * @param lines what to type; empty when the way out is not in this router's lines
 */
public record Remedy(Kind kind, List<String> lines) {

  /** Copies the list. */
  public Remedy {
    lines = List.copyOf(lines);
  }

  /** Ways out. */
  public enum Kind {
    /** Name what the peer offers. */
    AGREE,
    /** Offer everything this router has. */
    OFFER_ALL,
    /** The peer wants what this router does not have: the gateway must be changed. */
    NOT_HERE,
    /** Renew without a key exchange of its own. */
    WITHOUT_PFS,
    /** Renew with a key exchange of its own. */
    WITH_PFS,
    /** Call the peer what it calls itself. */
    PEER_NAME,
    /** Call this router what the peer calls it. */
    OWN_NAME,
    /** The name the peer expects must be asked for at the other end. */
    OWN_NAME_UNKNOWN,
    /** Type the same key on both sides. */
    KEY,
    /** The peer authenticates otherwise. */
    METHOD,
    /** The name line holds an address, and another one is dialled. */
    ADDRESS_OF_NAME,
    /** The peer's own attempts come from there. */
    ADDRESS_SEEN,
    /** Leave the source address to the router. */
    ANY_SOURCE,
    /** Let the peer's attempts in. */
    ACCEPT,
    /** Open UDP 4500 on the way. */
    OPEN_4500,
    /** Open UDP 500 on the way. */
    OPEN_500,
    /** Start the peer's IKE service, or dial another address. */
    START_SERVICE,
    /** Look after the way: address, route, filters. */
    CHECK_WAY,
    /** Name the networks the peer names. */
    SELECTORS,
    /** Make the connection a route-based one at the gateway. */
    ROUTE_BASED,
    /** A line is missing. */
    COMPLETE
  }

  static Remedy of(Kind kind, String... lines) {
    return new Remedy(kind, List.of(lines));
  }
}
