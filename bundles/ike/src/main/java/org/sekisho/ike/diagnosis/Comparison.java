package org.sekisho.ike.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.Transform;

/**
 * The peer's proposal that is nearest to what we accept.
 *
 * @param proposal the peer's proposal with the fewest fields that differ
 * @param differences what differs in it, empty when it should fit
 */
public record Comparison(Proposal proposal, List<Difference> differences) {

  /** A proposal with a field no line can set counts as this many fields. */
  private static final int OUT_OF_REACH = 10;

  /** Copies the list. */
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * A field that differs.
   *
   * @param field which
   * @param theirs what the proposal has there
   * @param ours what we accept there
   * @param keyword the word of a line that would agree, the strongest; empty when this router has
   *     none
   */
  public record Difference(
      Field field, List<Transform> theirs, List<Transform> ours, Optional<String> keyword) {

    /** Copies the lists. */
    public Difference {
      theirs = List.copyOf(theirs);
      ours = List.copyOf(ours);
    }
  }

  /**
   * Compares each of the peer's proposals with what we accept.
   *
   * @param ours all transforms we accept
   * @return empty when the peer's offer is not known
   */
  public static Optional<Comparison> nearest(Offer theirs, List<Transform> ours) {
    Comparison best = null;
    for (Proposal p : theirs.proposals()) {
      Comparison next = new Comparison(p, differences(p, ours));
      best = best == null || next.distance() < best.distance() ? next : best;
    }
    return Optional.ofNullable(best);
  }

  private int distance() {
    return differences.stream().mapToInt(d -> d.keyword().isPresent() ? 1 : OUT_OF_REACH).sum();
  }

  private static List<Difference> differences(Proposal p, List<Transform> ours) {
    List<Difference> found = new ArrayList<>();
    List<Transform> ciphers = p.ofType(Transform.ENCR);
    List<Transform> common = ciphers.stream().filter(ours::contains).toList();
    if (common.isEmpty()) {
      Optional<String> word =
          Keywords.CIPHERS.stream().filter(k -> ciphers.contains(Keywords.cipher(k))).findFirst();
      found.add(new Difference(Field.CIPHER, ciphers, of(ours, Transform.ENCR), word));
      common = word.map(w -> List.of(Keywords.cipher(w))).orElse(ciphers);
    }
    boolean needsIntegrity = !common.isEmpty() && common.stream().noneMatch(Keywords::isAead);
    hash(p, ours, needsIntegrity).ifPresent(found::add);
    List<Transform> groups = p.ofType(Transform.KE);
    if (!groups.isEmpty() && groups.stream().noneMatch(g -> g.id() == 0 || ours.contains(g))) {
      Optional<String> word =
          Keywords.GROUPS.stream().filter(k -> groups.contains(Keywords.group(k))).findFirst();
      found.add(new Difference(Field.GROUP, groups, of(ours, Transform.KE), word));
    }
    return found;
  }

  private static Optional<Difference> hash(
      Proposal p, List<Transform> ours, boolean needsIntegrity) {
    List<Transform> integrities = p.ofType(Transform.INTEG);
    List<Transform> prfs = p.ofType(Transform.PRF);
    boolean integrityFits = !needsIntegrity || integrities.stream().anyMatch(ours::contains);
    boolean prfFits = prfs.isEmpty() || prfs.stream().anyMatch(ours::contains);
    if (integrityFits && prfFits) {
      return Optional.empty();
    }
    Optional<String> word =
        Keywords.HASHES.stream()
            .filter(k -> !needsIntegrity || integrities.contains(Keywords.integrity(k)))
            .filter(k -> prfs.isEmpty() || prfs.contains(Keywords.prf(k)))
            .findFirst();
    List<Transform> theirs = new ArrayList<>(needsIntegrity ? integrities : List.of());
    theirs.addAll(prfs);
    List<Transform> own = new ArrayList<>(needsIntegrity ? of(ours, Transform.INTEG) : List.of());
    own.addAll(of(ours, Transform.PRF));
    return Optional.of(new Difference(Field.HASH, theirs, own, word));
  }

  private static List<Transform> of(List<Transform> ours, int type) {
    return ours.stream().filter(t -> t.type() == type).toList();
  }
}
