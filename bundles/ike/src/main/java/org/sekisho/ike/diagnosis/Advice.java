package org.sekisho.ike.diagnosis;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sekisho.api.config.Text;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;

/** Ways out of a failure, the likeliest first, as lines to be typed where lines can help. */
public final class Advice {

  /** What a peer calls itself is typed only when it cannot be anything but a name. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._@:+-]{1,64}");

  private final GatewayConfig config;
  private final PeerKnowledge peer;
  private final AlgorithmAdvice algorithms;

  /**
   * @param config the gateway's configuration
   * @param peer what the peer has shown of itself
   */
  public Advice(GatewayConfig config, PeerKnowledge peer) {
    this.config = config;
    this.peer = peer;
    this.algorithms = new AlgorithmAdvice(config, peer);
  }

  /** The peer's proposal that is nearest to ours, empty when it is unknown or not the matter. */
  public Optional<Comparison> compare(Failure failure) {
    return failure.evidence() instanceof Evidence.Algorithms e
        ? algorithms.compare(failure.cause(), e)
        : Optional.empty();
  }

  /** The peer's proposals behind a failure, from there or known otherwise. */
  public Offer offer(Failure failure) {
    return failure.evidence() instanceof Evidence.Algorithms e
        ? algorithms.offer(failure.cause(), e)
        : Offer.UNKNOWN;
  }

  /** Ways out of a failure. */
  public List<Remedy> remedies(Failure failure) {
    if (failure.evidence() instanceof Evidence.Algorithms e) {
      return switch (failure.cause()) {
        case IKE_PROPOSAL -> algorithms.ike(e);
        case ESP_PROPOSAL -> algorithms.esp(e, failure.tunnel());
        default -> algorithms.keyExchange(e, failure.tunnel());
      };
    }
    if (failure.evidence() instanceof Evidence.Names e) {
      return names(failure.cause(), e);
    }
    if (failure.evidence() instanceof Evidence.Path e) {
      return path(failure.cause(), e);
    }
    if (failure.evidence() instanceof Evidence.Selectors e) {
      return SelectorAdvice.remedies(config.number(), e);
    }
    return switch (failure.cause()) {
      case METHOD -> List.of(Remedy.of(Remedy.Kind.METHOD));
      case KEY -> List.of(key());
      case REFUSED -> refused();
      case NOT_ACCEPTED ->
          List.of(Remedy.of(Remedy.Kind.ACCEPT, line("negotiation receive", "on")));
      case NO_ADDRESS ->
          List.of(Remedy.of(Remedy.Kind.COMPLETE, line("remote address", "<address>")));
      case INCOMPLETE -> incomplete();
      default -> List.of();
    };
  }

  /**
   * The cause in one sentence, with the field and the line where they are known. What has no words
   * of its own in Japanese ({@link Cause#OTHER}, hints) is English there too.
   */
  public Text sentence(Failure failure) {
    List<Field> fields =
        compare(failure).map(Comparison::differences).orElse(List.of()).stream()
            .map(Comparison.Difference::field)
            .toList();
    List<String> lines = typable(failure);
    StringBuilder english = new StringBuilder(failure.sentence());
    StringBuilder japanese = new StringBuilder(CauseTexts.cause(failure).japanese());
    if (!fields.isEmpty()) {
      english.append(", other ").append(names(fields, Text::english, " and "));
      japanese.append("、不一致: ").append(names(fields, Text::japanese, "、"));
    }
    if (!lines.isEmpty()) {
      english.append(": type ").append(String.join(" and ", lines));
      japanese.append("。次のように設定してください: ").append(String.join(" / ", lines));
    } else if (!failure.hint().isEmpty()) {
      english.append(", ").append(failure.hint());
      japanese.append(": ").append(failure.hint());
    }
    return new Text(english.toString(), japanese.toString());
  }

  private static String names(
      List<Field> fields, Function<Text, String> language, String separator) {
    return fields.stream()
        .map(CauseTexts::field)
        .map(language)
        .collect(Collectors.joining(separator));
  }

  /** The lines of the likeliest way out that can be typed as they are, empty for none. */
  public List<String> typable(Failure failure) {
    return remedies(failure).stream()
        .limit(1)
        .map(Remedy::lines)
        .filter(lines -> lines.stream().noneMatch(l -> l.contains("<")))
        .findFirst()
        .orElse(List.of());
  }

  private List<Remedy> names(Cause cause, Evidence.Names e) {
    if (cause == Cause.OWN_NAME) {
      return e.asked().flatMap(this::ownName).map(List::of).orElse(List.of(unknownName()));
    }
    Optional<String> name = e.theirs().flatMap(id -> name("remote name", id));
    if (name.isEmpty()) {
      return List.of(Remedy.of(Remedy.Kind.NOT_HERE));
    }
    List<String> lines = new ArrayList<>();
    boolean dialledByName =
        config.remoteHost().isPresent()
            && config.remoteHost().equals(config.remoteId().map(Identity::text));
    if (dialledByName) {
      lines.add(line("remote address", config.remoteHost().get()));
    }
    lines.add(name.get());
    return List.of(new Remedy(Remedy.Kind.PEER_NAME, lines));
  }

  private Optional<Remedy> ownName(Identity asked) {
    return name("local name", asked).map(l -> Remedy.of(Remedy.Kind.OWN_NAME, l));
  }

  private Optional<String> name(String line, Identity id) {
    return HARMLESS.matcher(id.text()).matches() && !id.keyword().contains(" ")
        ? Optional.of(line(line, id.text() + " " + id.keyword()))
        : Optional.empty();
  }

  private Remedy unknownName() {
    return Remedy.of(Remedy.Kind.OWN_NAME_UNKNOWN, line("local name", "<name> <type>"));
  }

  private Remedy key() {
    return Remedy.of(Remedy.Kind.KEY, line("pre-shared-key", "text <key>"));
  }

  /** The peer says neither which nor why: what it has shown elsewhere may tell. */
  private List<Remedy> refused() {
    Optional<Remedy> asked =
        peer.asked().filter(id -> !Optional.of(id).equals(config.localId())).flatMap(this::ownName);
    List<Remedy> ways = new ArrayList<>();
    asked.ifPresent(ways::add);
    if (!peer.keyIsRight()) {
      ways.add(key());
    }
    if (asked.isEmpty()) {
      ways.add(unknownName());
    }
    return ways;
  }

  private List<Remedy> incomplete() {
    if (config.authentication().missing(config.number()).isPresent()) {
      return List.of(Remedy.of(Remedy.Kind.COMPLETE, line("pre-shared-key", "text <key>")));
    }
    String side = config.localId().isEmpty() ? "local name" : "remote name";
    return List.of(Remedy.of(Remedy.Kind.COMPLETE, line(side, "<name> <type>")));
  }

  private List<Remedy> path(Cause cause, Evidence.Path e) {
    List<Remedy> ways = new ArrayList<>();
    if (cause == Cause.CANNOT_SEND && config.localAddress().isPresent()) {
      ways.add(anySource());
      return ways;
    }
    if (cause == Cause.NO_ANSWER_TO_AUTH) {
      e.answersFrom().ifPresent(a -> ways.add(address(Remedy.Kind.ADDRESS_SEEN, a)));
      ways.add(Remedy.of(e.remote().port() == 500 ? Remedy.Kind.CHECK_WAY : Remedy.Kind.OPEN_4500));
      return ways;
    }
    if (cause == Cause.UNREACHABLE && e.remote().port() != 500) {
      return List.of(
          Remedy.of(e.nobodyListens() ? Remedy.Kind.START_SERVICE : Remedy.Kind.OPEN_4500));
    }
    if (e.answers4500()) {
      return List.of(Remedy.of(Remedy.Kind.OPEN_500));
    }
    InetAddress dialled = e.remote().address();
    config
        .remoteId()
        .map(Identity::text)
        .flatMap(Identity::literal)
        .filter(a -> !a.equals(dialled))
        .ifPresent(a -> ways.add(address(Remedy.Kind.ADDRESS_OF_NAME, a)));
    peer.from()
        .filter(a -> !a.equals(dialled))
        .filter(a -> peer.keyIsRight())
        .ifPresent(a -> ways.add(0, address(Remedy.Kind.ADDRESS_SEEN, a)));
    config.localAddress().filter(a -> !e.nobodyListens()).ifPresent(a -> ways.add(anySource()));
    ways.add(Remedy.of(e.nobodyListens() ? Remedy.Kind.START_SERVICE : Remedy.Kind.CHECK_WAY));
    return ways;
  }

  private Remedy anySource() {
    return Remedy.of(Remedy.Kind.ANY_SOURCE, "no ipsec ike local address " + config.number());
  }

  private Remedy address(Remedy.Kind kind, InetAddress address) {
    return Remedy.of(kind, line("remote address", address.getHostAddress()));
  }

  private String line(String what, String value) {
    return "ipsec ike " + what + " " + config.number() + " " + value;
  }
}
