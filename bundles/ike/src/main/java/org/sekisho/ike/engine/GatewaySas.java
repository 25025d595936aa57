package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ike.SaStatus;

/** The SAs alive under one gateway, the oldest first, and how many of them there may be. */
final class GatewaySas {

  /** Beyond this many the oldest IKE SA is deleted. */
  private static final int MANY_IKE_SAS = 8;

  /** Beyond this many superseded pairs the oldest is deleted. */
  private static final int MANY_SUPERSEDED = 8;

  /** A peer that has this many SAs gets no more. */
  private static final int MOST_IKE_SAS = 16;

  private static final int MOST_CHILDREN = 64;

  private final List<IkeSa> ikeSas = new ArrayList<>();
  private final List<ChildSaState> children = new ArrayList<>();

  /** Adds an IKE SA; a peer that makes many and deletes none loses the oldest. */
  void add(IkeSa sa) {
    ikeSas.add(sa);
    if (ikeSas.size() > MOST_IKE_SAS) {
      ikeSas.get(0).close("too many IKE SAs");
    } else if (ikeSas.size() > MANY_IKE_SAS) {
      ikeSas.stream()
          .filter(s -> s.state() != IkeSa.State.DELETING)
          .findFirst()
          .ifPresent(IkeSa::delete);
    }
  }

  /** Adds a pair; a peer that renews and deletes nothing loses the oldest superseded one. */
  void add(ChildSaState child) {
    children.add(child);
    List<ChildSaState> superseded =
        children.stream().filter(c -> c.state() == SaStatus.State.SUPERSEDED).toList();
    if (superseded.size() > MANY_SUPERSEDED) {
      superseded.get(0).delete();
    }
  }

  void remove(IkeSa sa) {
    ikeSas.remove(sa);
  }

  void remove(ChildSaState child) {
    children.remove(child);
  }

  boolean isFull() {
    return ikeSas.size() >= MOST_IKE_SAS || children.size() >= MOST_CHILDREN;
  }

  List<IkeSa> ikeSas() {
    return List.copyOf(ikeSas);
  }

  /** IKE SAs that were renewed and are still there. */
  List<IkeSa> superseded() {
    return ikeSas.stream().filter(sa -> sa.state() == IkeSa.State.REKEYED).toList();
  }

  List<ChildSaState> children() {
    return List.copyOf(children);
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }

  /** The newest usable IKE SA, null when there is none. */
  IkeSa current() {
    IkeSa newest = null;
    for (IkeSa sa : ikeSas) {
      newest = sa.isUsable() ? sa : newest;
    }
    return newest;
  }

  /** The newest pair of a tunnel that is neither superseded nor being deleted. */
  Optional<ChildSaState> newestChild(int tunnel) {
    ChildSaState newest = null;
    for (ChildSaState c : childrenOf(tunnel)) {
      newest = c.state() == SaStatus.State.ESTABLISHED ? c : newest;
    }
    return Optional.ofNullable(newest);
  }

  /** The newest pair of each tunnel that has one. */
  List<ChildSaState> newestChildren() {
    return children.stream()
        .filter(c -> newestChild(c.policy().tunnel()).filter(n -> n == c).isPresent())
        .toList();
  }

  /** Pairs of a tunnel, the oldest first. */
  List<ChildSaState> childrenOf(int tunnel) {
    return children.stream().filter(c -> c.policy().tunnel() == tunnel).toList();
  }

  /** Whether a pair was made after the other one. */
  boolean isNewer(ChildSaState pair, ChildSaState other) {
    return children.indexOf(pair) > children.indexOf(other);
  }

  /** Whether a newer IKE SA with CHILD SAs of its own has taken over from this one. */
  boolean isStandby(IkeSa sa) {
    int at = ikeSas.indexOf(sa);
    return at >= 0
        && ikeSas.stream()
            .skip(at + 1L)
            .anyMatch(later -> later.isUsable() && !childrenOf(later).isEmpty());
  }

  boolean hasOther(IkeSa sa) {
    return ikeSas.stream().anyMatch(other -> other != sa);
  }

  boolean hasOtherUsable(IkeSa sa) {
    return ikeSas.stream().anyMatch(other -> other != sa && other.isUsable());
  }

  List<ChildSaState> childrenOf(IkeSa sa) {
    return children.stream().filter(c -> c.parent() == sa).toList();
  }

  void moveChildren(IkeSa from, IkeSa to) {
    childrenOf(from).forEach(c -> c.moveTo(to));
  }

  /** The CHILD SA the peer names by the SPI it receives on. */
  Optional<ChildSaState> childByOutboundSpi(int spi) {
    return children.stream().filter(c -> c.outboundSpi() == spi).findFirst();
  }

  /**
   * INITIAL_CONTACT: the peer knew no SA but this one (RFC 7296 section 2.4).
   *
   * @param since when the peer began to make it; SAs established later may have crossed it
   */
  void initialContact(IkeSa survivor, long since) {
    for (IkeSa sa : ikeSas()) {
      if (sa != survivor && sa.life().since() < since) {
        sa.close("the peer has started anew");
      }
    }
  }

  /** The data plane is a new one that has no SAs: renew each pair, never install one again. */
  void dataPlaneReplaced() {
    List<ChildSaState> newest = newestChildren();
    for (ChildSaState child : children()) {
      child.markLost();
      if (newest.contains(child)) {
        child.rekey();
      } else {
        child.delete();
      }
    }
  }

  long lastChildExpiry(IkeSa sa) {
    return childrenOf(sa).stream().mapToLong(ChildSaState::expiresAt).max().orElse(0);
  }

  /**
   * Both sides connected at the same moment. Of the two IKE SAs the one with the lower initiator's
   * SPI is deleted by the side that made it, as RFC 7296 section 2.8 does at renewals by nonces;
   * where the peer made it and keeps it, both live.
   *
   * @param since when the making of {@code sa} began: what was established later crossed it
   */
  void settleCrossing(IkeSa sa, long since) {
    for (IkeSa other : ikeSas()) {
      if (sa.isUsable()
          && other.isUsable()
          && other.isInitiator() != sa.isInitiator()
          && other.life().since() >= since) {
        IkeSa lower = Long.compareUnsigned(sa.spiI(), other.spiI()) < 0 ? sa : other;
        if (lower.isInitiator()) {
          lower.delete();
        }
      }
    }
  }
}
