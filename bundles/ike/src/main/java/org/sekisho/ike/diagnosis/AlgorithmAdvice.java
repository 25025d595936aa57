package org.sekisho.ike.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.PolicyLine;
import org.sekisho.ike.message.Transform;

/** Ways out of differing algorithms. */
final class AlgorithmAdvice {

  private final GatewayConfig config;
  private final PeerKnowledge peer;

  AlgorithmAdvice(GatewayConfig config, PeerKnowledge peer) {
    this.config = config;
    this.peer = peer;
  }

  /** The nearest of the peer's proposals, those of the failure or else those known otherwise. */
  Optional<Comparison> compare(Cause cause, Evidence.Algorithms e) {
    return Comparison.nearest(offer(cause, e), e.ours());
  }

  Offer offer(Cause cause, Evidence.Algorithms e) {
    if (e.theirs().isKnown()) {
      return e.theirs();
    }
    return switch (cause) {
      case IKE_PROPOSAL -> peer.ike();
      case ESP_PROPOSAL -> peer.esp();
      default -> peer.renewal();
    };
  }

  List<Remedy> ike(Evidence.Algorithms e) {
    if (e.wantedGroup().isPresent()) {
      return group(e.wantedGroup().getAsInt());
    }
    Optional<Comparison> nearest = compare(Cause.IKE_PROPOSAL, e);
    if (nearest.isEmpty()) {
      return offerAll().map(List::of).orElse(List.of(Remedy.of(Remedy.Kind.NOT_HERE)));
    }
    List<String> lines = new ArrayList<>();
    for (Comparison.Difference d : nearest.get().differences()) {
      if (d.keyword().isEmpty()) {
        return unnamed(d);
      }
      String word = d.keyword().get();
      lines.add(
          switch (d.field()) {
            case CIPHER -> line("encryption", word);
            case HASH -> line("hash", word);
            case GROUP -> line("group", word);
          });
    }
    return agreed(lines);
  }

  List<Remedy> esp(Evidence.Algorithms e, int tunnel) {
    Optional<Comparison> nearest = compare(Cause.ESP_PROPOSAL, e);
    if (nearest.isEmpty()) {
      return offerAll().map(List::of).orElse(List.of(Remedy.of(Remedy.Kind.NOT_HERE)));
    }
    return esp(nearest.get(), tunnel);
  }

  private List<Remedy> esp(Comparison nearest, int tunnel) {
    Optional<PolicyLine> line = config.child(tunnel).map(ChildPolicy::line);
    Optional<String> cipher = line.flatMap(PolicyLine::cipher);
    Optional<String> hash = line.flatMap(PolicyLine::authentication);
    List<String> lines = new ArrayList<>();
    boolean policy = false;
    for (Comparison.Difference d : nearest.differences()) {
      if (d.keyword().isEmpty()) {
        return unnamed(d);
      }
      String word = d.keyword().get();
      switch (d.field()) {
        case CIPHER -> {
          cipher = Optional.of(word);
          policy = true;
        }
        case HASH -> {
          hash = Optional.of(word + "-hmac");
          policy = true;
        }
        case GROUP -> lines.add(line("group", word));
      }
    }
    if (policy && line.isPresent()) {
      String word = cipher.orElseGet(() -> firstCommon(nearest));
      boolean aead = Keywords.isAead(Keywords.cipher(word));
      lines.add(line.get().with(config.number(), word, aead ? Optional.empty() : hash));
    }
    return agreed(lines);
  }

  /** The strongest cipher of the proposal that a line can name. */
  private static String firstCommon(Comparison nearest) {
    List<Transform> offered = nearest.proposal().ofType(Transform.ENCR);
    return Keywords.CIPHERS.stream()
        .filter(k -> offered.contains(Keywords.cipher(k)))
        .findFirst()
        .orElse("aes256-cbc");
  }

  List<Remedy> keyExchange(Evidence.Algorithms e, int tunnel) {
    if (e.wantedGroup().isPresent()) {
      List<Remedy> ways = new ArrayList<>(group(e.wantedGroup().getAsInt()));
      offerAll().ifPresent(ways::add);
      return ways;
    }
    Optional<Comparison> nearest = compare(Cause.KEY_EXCHANGE, e);
    if (nearest.isPresent()) {
      boolean theyUseOne = !nearest.get().proposal().ofType(Transform.KE).isEmpty();
      if (!nearest.get().differences().isEmpty()) {
        return esp(nearest.get(), tunnel);
      }
      return List.of(theyUseOne ? withPfs() : withoutPfs());
    }
    List<Remedy> ways = new ArrayList<>();
    if (e.sentGroup().isEmpty()) {
      ways.add(withPfs());
    } else if (!e.refusedWithout()) {
      ways.add(withoutPfs());
    }
    offerAll().ifPresent(ways::add);
    return ways.isEmpty() ? List.of(Remedy.of(Remedy.Kind.NOT_HERE)) : ways;
  }

  private Remedy withoutPfs() {
    return Remedy.of(Remedy.Kind.WITHOUT_PFS, line("pfs", "off"));
  }

  private Remedy withPfs() {
    return Remedy.of(Remedy.Kind.WITH_PFS, line("pfs", "on"));
  }

  private List<Remedy> group(int id) {
    Optional<String> word = Keywords.groupKeyword(id);
    return List.of(
        word.map(w -> Remedy.of(Remedy.Kind.AGREE, line("group", w)))
            .orElse(Remedy.of(Remedy.Kind.NOT_HERE)));
  }

  /** No line can name what the field needs; without limitation it may be among what we have. */
  private List<Remedy> unnamed(Comparison.Difference d) {
    boolean known =
        d.field() == Field.HASH
            && d.theirs().stream()
                .allMatch(
                    t ->
                        Keywords.HASHES.stream()
                            .anyMatch(
                                k -> Keywords.integrity(k).equals(t) || Keywords.prf(k).equals(t)));
    return known && offerAll().isPresent()
        ? List.of(offerAll().get())
        : List.of(Remedy.of(Remedy.Kind.NOT_HERE));
  }

  private List<Remedy> agreed(List<String> lines) {
    if (!lines.isEmpty()) {
      return List.of(new Remedy(Remedy.Kind.AGREE, lines));
    }
    return offerAll().map(List::of).orElse(List.of());
  }

  private Optional<Remedy> offerAll() {
    AlgorithmPolicy policy = config.algorithms();
    return policy.limited()
        ? Optional.of(Remedy.of(Remedy.Kind.OFFER_ALL, line("proposal-limitation", "off")))
        : Optional.empty();
  }

  private String line(String what, String value) {
    return "ipsec ike " + what + " " + config.number() + " " + value;
  }
}
