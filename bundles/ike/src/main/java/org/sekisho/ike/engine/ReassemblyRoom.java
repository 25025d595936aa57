package org.sekisho.ike.engine;

/**
 * How many octets the fragments of incomplete messages may hold in one engine (RFC 7383 section 5):
 * peers that are not authenticated share half of them.
 */
final class ReassemblyRoom {

  private static final int IN_ALL = 4 * 1024 * 1024;
  private static final int UNAUTHENTICATED = IN_ALL / 2;

  /** What keeping a fragment costs beside its content. */
  private static final int PER_FRAGMENT = 64;

  private int taken;

  /** Takes room for a fragment; false when there is none. */
  boolean take(int octets, boolean authenticated) {
    int cost = octets + PER_FRAGMENT;
    if (taken + cost > (authenticated ? IN_ALL : UNAUTHENTICATED)) {
      return false;
    }
    taken += cost;
    return true;
  }

  void give(int octets) {
    taken -= octets + PER_FRAGMENT;
  }

  int taken() {
    return taken;
  }
}
