package org.sekisho.ike.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sekisho.api.config.Text;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.diagnosis.Failure;

/**
 * Keeps a CHILD SA up for each policy of a gateway under its one IKE SA (RFC 7296 section 1.3.1). A
 * policy whose pair cannot be made waits by itself; the others' pairs stay.
 */
final class ChildKeeper {

  private static final int ATTEMPTS = 3;

  /** A pair that the peer deletes this soon was not wanted: the next one follows after a pause. */
  private static final long UNWANTED_MILLIS = 5_000;

  private final Gateway gateway;
  private final FailureRecord failure;
  private final Map<Integer, FailureRecord> laggards = new TreeMap<>();
  private int failures;

  /**
   * @param failure the gateway's, for failures that leave it without any pair
   */
  ChildKeeper(Gateway gateway, FailureRecord failure) {
    this.gateway = gateway;
    this.failure = failure;
  }

  private GatewaySas sas() {
    return gateway.sas();
  }

  private List<ChildPolicy> policies() {
    return gateway.config().children();
  }

  /** Whether the policy has a pair that is neither superseded nor being deleted. */
  boolean isUp(ChildPolicy policy) {
    return sas().newestChild(policy.tunnel()).isPresent();
  }

  /** Whether every policy has. */
  boolean isUp() {
    return policies().stream().allMatch(this::isUp);
  }

  /** Whether any policy has. */
  private boolean isAnyUp() {
    return policies().stream().anyMatch(this::isUp);
  }

  /** The policy whose pair IKE_AUTH makes. */
  ChildPolicy first() {
    List<ChildPolicy> all = policies();
    return all.stream().filter(p -> !isUp(p)).findFirst().orElse(all.get(0));
  }

  /** Makes the pairs that are missing. */
  void createMissing(IkeSa sa) {
    if (sa.window().has(RekeyIke.class::isInstance)) {
      return;
    }
    for (ChildPolicy policy : policies()) {
      if (!isUp(policy) && !isWaiting(policy)) {
        submit(sa, policy);
      }
    }
  }

  /**
   * We have made a new IKE SA with its first pair: the other pairs follow, also where an older IKE
   * SA still has theirs, for that one is on its way out.
   */
  void complete(IkeSa sa) {
    if (failure.isWaiting()) {
      return; // the first pair could not be made
    }
    for (ChildPolicy policy : policies()) {
      boolean here = sas().newestChild(policy.tunnel()).filter(c -> c.parent() == sa).isPresent();
      if (!here && !isWaiting(policy)) {
        submit(sa, policy);
      }
    }
  }

  private void submit(IkeSa sa, ChildPolicy policy) {
    if (!sa.window().has(e -> e instanceof CreateChild c && c.isFor(policy))
        && !sa.window().has(e -> e instanceof ChildProbe p && p.isFor(policy))) {
      sa.window().submit(new CreateChild(gateway, policy));
    }
  }

  private boolean isWaiting(ChildPolicy policy) {
    FailureRecord record = laggards.get(policy.tunnel());
    return record != null && record.isWaiting();
  }

  /** Whether the policy's last failure was another one, whose cause says nothing about this one. */
  boolean isNews(ChildPolicy policy, Failure cause) {
    return laggards.getOrDefault(policy.tunnel(), failure).isNews(cause);
  }

  /** A pair could not be made; the IKE SA stays, until nothing comes of it too often. */
  void failed(IkeSa sa, ChildPolicy policy, Failure cause) {
    Failure reason = cause.of(policy.tunnel());
    if (isAnyUp()) {
      FailureRecord record =
          laggards.computeIfAbsent(
              policy.tunnel(),
              t ->
                  new FailureRecord(
                      gateway.context(), gateway::config, policy::label, failure.diagnosis()));
      record.note(reason);
      record.retryLater(gateway::check);
      return;
    }
    failures++;
    gateway.fail(reason);
    if (failures % ATTEMPTS == 0) {
      sa.delete();
    }
  }

  /** A pair is there. */
  void established(ChildSaState child) {
    int tunnel = child.policy().tunnel();
    boolean first = sas().childrenOf(tunnel).isEmpty();
    sas().add(child);
    failure.succeeded();
    failure.diagnosis().cameUp(tunnel);
    failures = 0;
    forget(tunnel);
    if (first) {
      gateway.context().output.childUp(gateway.config().number(), tunnel);
      gateway.rekeyProbe().cameUp();
    }
  }

  /** A pair is gone. */
  void removed(ChildSaState child, boolean others, String reason) {
    int tunnel = child.policy().tunnel();
    sas().remove(child);
    if (sas().childrenOf(tunnel).isEmpty()) {
      gateway.context().output.childDown(gateway.config().number(), tunnel, reason);
      gateway.rekeyProbe().wentDown();
    }
    long age = gateway.context().now() - child.since();
    if (!others && !isUp() && age < UNWANTED_MILLIS) {
      failure.retryLater(gateway::check);
    } else if (!others) {
      gateway.check(); // otherwise when the IKE SA is closed
    }
  }

  /** Deletes pairs whose policy is gone or asks for something else now. */
  void dropForeign() {
    for (ChildSaState child : sas().children()) {
      Optional<ChildPolicy> policy = gateway.config().child(child.policy().tunnel());
      if (policy.filter(p -> p.sameTraffic(child.policy())).isEmpty()) {
        child.delete();
      }
    }
  }

  /** The administrator wants another attempt at once. */
  void startAfresh() {
    failures = 0;
    List.copyOf(laggards.keySet()).forEach(this::forget);
  }

  private void forget(int tunnel) {
    FailureRecord record = laggards.remove(tunnel);
    if (record != null) {
      record.cancelRetry();
    }
  }

  /** Why the pair of some policy is missing, empty when that is not known. */
  Optional<Text> lastFailure() {
    return laggards.values().stream().flatMap(r -> r.last().stream()).findFirst();
  }
}
