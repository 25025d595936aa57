package org.sekisho.ike.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.sekisho.ike.config.GatewayConfig;

/**
 * The failures of one gateway, few of them: one of each kind, and of those nobody vouches for only
 * two, so that a stranger's never push out the peer's. Used by the engine's thread alone.
 */
public final class GatewayDiagnosis {

  private static final int MOST = 12;
  private static final int MOST_STRANGERS = 2;

  private final LongSupplier clock;
  private final List<Entry> entries = new ArrayList<>();
  private PeerKnowledge peer = PeerKnowledge.NOTHING;

  /**
   * @param clock the engine's clock in milliseconds
   */
  public GatewayDiagnosis(LongSupplier clock) {
    this.clock = clock;
  }

  /** Keeps a failure; one of the same side that it takes the place of is past from now on. */
  public void note(Failure failure) {
    long now = clock.getAsLong();
    Entry entry = Entry.of(failure, now);
    for (Entry known : List.copyOf(entries)) {
      if (known.failure().isLike(failure)) {
        entry = known.again(failure.rememberedFrom(known.failure()), now);
        entries.remove(known);
      }
    }
    end(e -> isOvertakenBy(e.failure(), failure), Entry.End.OVERTAKEN);
    entries.add(entry);
    shrink();
  }

  private static boolean isOvertakenBy(Failure older, Failure newer) {
    return older.weStarted() == newer.weStarted()
        && older.stage().isRenewal() == newer.stage().isRenewal()
        && (older.tunnel() == 0 || older.tunnel() == newer.tunnel())
        && older.trust().compareTo(newer.trust()) <= 0;
  }

  private void shrink() {
    Predicate<Entry> stranger = e -> e.failure().trust() == Trust.STRANGER;
    while (entries.stream().filter(stranger).count() > MOST_STRANGERS) {
      drop(stranger);
    }
    while (entries.size() > MOST) {
      drop(entries.stream().anyMatch(e -> !e.isCurrent()) ? e -> !e.isCurrent() : e -> true);
    }
  }

  private void drop(Predicate<Entry> which) {
    entries.stream()
        .filter(which)
        .min(Comparator.comparingLong(Entry::last))
        .ifPresent(entries::remove);
  }

  private void end(Predicate<Entry> which, Entry.End how) {
    long now = clock.getAsLong();
    entries.replaceAll(e -> which.test(e) ? e.ended(how, now) : e);
  }

  /** A tunnel's CHILD SA is up: what kept it from that is past. */
  public void cameUp(int tunnel) {
    end(
        e ->
            !e.failure().stage().isRenewal()
                && (e.failure().tunnel() == 0 || e.failure().tunnel() == tunnel),
        Entry.End.SUCCEEDED);
  }

  /** A CHILD SA was renewed. */
  public void renewed() {
    end(e -> true, Entry.End.SUCCEEDED);
  }

  /** The lines have changed: whether the failures still hold, the next attempt shows. */
  public void reconfigured() {
    end(e -> true, Entry.End.RECONFIGURED);
  }

  /** {@code clear ipsec diagnosis}. */
  public void clear() {
    entries.clear();
    forgetPeer();
  }

  /** The peer is another one: what the last one showed counts no more. */
  public void forgetPeer() {
    peer = PeerKnowledge.NOTHING;
  }

  /** The peer has shown something of itself. */
  public void learn(UnaryOperator<PeerKnowledge> change) {
    peer = change.apply(peer);
  }

  /** What the peer has shown of itself. */
  public PeerKnowledge peer() {
    return peer;
  }

  /** Everything that is known, unchangeable. */
  public Diagnosis view(GatewayConfig config, boolean up) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparing((Entry e) -> !e.isCurrent())
            .thenComparing(Comparator.comparingLong(Entry::last).reversed()));
    return new Diagnosis(config, up, sorted, peer);
  }
}
