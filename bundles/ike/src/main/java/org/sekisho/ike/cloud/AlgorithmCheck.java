package org.sekisho.ike.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.api.config.Text;
import org.sekisho.ike.cloud.CloudPolicy.Fact;
import org.sekisho.ike.cloud.Finding.Level;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Comparison;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Keywords;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.diagnosis.PeerKnowledge;
import org.sekisho.ike.diagnosis.Remedy;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.Transform;

/** Compares what lines allow with a policy's proposals and key exchange groups. */
final class AlgorithmCheck {

  private final GatewayConfig gateway;
  private final int tunnel;
  private final CloudPolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  private AlgorithmCheck(GatewayConfig gateway, int tunnel, CloudPolicy policy) {
    this.gateway = gateway;
    this.tunnel = tunnel;
    this.policy = policy;
  }

  static List<Finding> of(GatewayConfig gateway, int tunnel, CloudPolicy policy) {
    AlgorithmCheck check = new AlgorithmCheck(gateway, tunnel, policy);
    check.proposals("ike", Cause.IKE_PROPOSAL, Keywords.acceptedIke(gateway.algorithms()));
    check.proposals("esp", Cause.ESP_PROPOSAL, Keywords.acceptedEsp(gateway.algorithms()));
    check.group();
    check.pfs();
    return check.findings;
  }

  /** Documented proposals first: only what they lack is looked for among the others. */
  private void proposals(String key, Cause cause, List<Transform> ours) {
    for (Standing standing : Standing.values()) {
      List<Fact> facts = policy.all(key).stream().filter(f -> f.standing() == standing).toList();
      if (!facts.isEmpty() && proposals(key, cause, ours, facts)) {
        return;
      }
    }
  }

  /** Compares with facts of one standing; true when one fits. */
  private boolean proposals(String key, Cause cause, List<Transform> ours, List<Fact> facts) {
    List<Proposal> proposals = facts.stream().map(f -> proposal(key, f)).toList();
    Offer offer = new Offer(proposals, false);
    Comparison nearest = Comparison.nearest(offer, ours).orElseThrow();
    String name = (key.equals("ike") ? "IKE " : "ESP ") + names(nearest.proposal().transforms());
    Standing standing = facts.get(0).standing();
    if (nearest.differences().isEmpty()) {
      findings.add(new Finding(Level.MATCH, standing, new Text(name, name), List.of()));
      return true;
    }
    Failure failure =
        Failure.ours(cause, Stage.START, Evidence.Algorithms.of(offer, ours), "").of(tunnel);
    List<String> lines =
        new Advice(gateway, PeerKnowledge.NOTHING)
            .remedies(failure).stream().limit(1).map(Remedy::lines).findFirst().orElse(List.of());
    for (Comparison.Difference d : nearest.differences()) {
      findings.add(
          new Finding(
              Level.MISMATCH,
              standing,
              new Text(
                  name + ": the lines allow " + names(d.ours()) + " only",
                  name + ": 設定で許可されているのは " + names(d.ours()) + " のみです"),
              findings.stream().anyMatch(f -> f.lines().equals(lines)) ? List.of() : lines));
    }
    return false;
  }

  private static Proposal proposal(String key, Fact fact) {
    boolean ike = key.equals("ike");
    List<Transform> transforms = new ArrayList<>();
    fact.alternatives(0).forEach(w -> transforms.add(Keywords.cipher(w)));
    for (String hash : fact.alternatives(1)) {
      transforms.add(Keywords.integrity(hash));
      if (ike) {
        transforms.add(Keywords.prf(hash));
      }
    }
    fact.alternatives(2).forEach(w -> transforms.add(Keywords.group(w)));
    return new Proposal(1, ike ? ProtocolId.IKE : ProtocolId.ESP, new byte[0], transforms);
  }

  private static String names(List<Transform> transforms) {
    return transforms.stream()
        .filter(t -> t.type() != Transform.PRF)
        .map(Keywords::name)
        .collect(Collectors.joining(" "));
  }

  private void group() {
    policy
        .one("group")
        .ifPresent(
            f -> {
              String word = f.words().get(0);
              boolean fits =
                  Keywords.acceptedIke(gateway.algorithms()).contains(Keywords.group(word));
              findings.add(
                  new Finding(
                      fits ? Level.MATCH : Level.MISMATCH,
                      f.standing(),
                      new Text("IKE group " + word, "IKEのグループ " + word),
                      fits ? List.of() : List.of(line("group", word))));
            });
  }

  private void pfs() {
    Optional<Fact> fact = policy.one("pfs");
    if (fact.isEmpty()) {
      return;
    }
    List<String> groups = fact.get().alternatives(1);
    String ours =
        gateway.algorithms().group().flatMap(g -> Keywords.groupKeyword(g.id())).orElse("modp2048");
    boolean used = fact.get().words().get(0).equals("used");
    String all = String.join(" ", groups);
    Standing standing = fact.get().standing();
    if (used && !gateway.pfs()) {
      findings.add(
          new Finding(
              Level.ADVICE,
              standing,
              new Text("the gateway renews with PFS (" + all + ")", "相手はPFSで更新します (" + all + ")"),
              List.of(line("pfs", "on"))));
    } else if (gateway.pfs() && !groups.contains(ours)) {
      boolean limited = gateway.algorithms().limited();
      findings.add(
          new Finding(
              limited ? Level.MISMATCH : Level.ADVICE,
              standing,
              new Text(
                  "PFS with " + ours + ", the gateway takes " + all,
                  "PFSのグループは " + ours + "、相手は " + all),
              List.of(line("group", groups.get(groups.size() - 1)))));
    } else {
      String on = gateway.pfs() ? ours : "off";
      findings.add(
          new Finding(Level.MATCH, standing, new Text("PFS " + on, "PFS " + on), List.of()));
    }
  }

  private String line(String what, String value) {
    return "ipsec ike " + what + " " + gateway.number() + " " + value;
  }
}
