package org.sekisho.esp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.show.Shape;

/**
 * {@code show status crypto}: a row a suite with the provider in use, the SA pairs that use it, and
 * rates. What is in use and not measured yet is measured then, a tenth of a second a suite; the
 * other providers with {@code benchmark}.
 */
final class ShowStatusCrypto {

  /** What gateways propose, the strongest first. Rates do not depend on ESN. */
  private static final List<EspSuite> SUITES =
      List.of(
          suite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE),
          suite(EncryptionAlgorithm.AES_GCM_16, 128, IntegrityAlgorithm.NONE),
          suite(EncryptionAlgorithm.CHACHA20_POLY1305, 256, IntegrityAlgorithm.NONE),
          suite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_512_256),
          suite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128),
          suite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA1_96),
          suite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA2_256_128),
          suite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA1_96),
          suite(EncryptionAlgorithm.TRIPLE_DES_CBC, 192, IntegrityAlgorithm.HMAC_SHA1_96));

  private static final String ROW = "%-31s %-8s %4s %10s  %s";
  private static final String HEADER =
      String.format(ROW, "Suite", "In use", "SA", "Mbit/s", "Others (Mbit/s)");

  /** The same columns; these characters are two columns wide. */
  private static final String JAPANESE_HEADER =
      String.format("%-27s %-5s %4s %10s  %s", "スイート", "使用中", "SA", "Mbit/s", "その他 (Mbit/s)");

  private record Measured(String provider, EspSuite suite) {}

  private final CryptoSelection selection;
  private final CryptoRates rates;
  private final Map<Measured, Integer> measured = new ConcurrentHashMap<>();

  ShowStatusCrypto(CryptoSelection selection, CryptoRates rates) {
    this.selection = selection;
    this.rates = rates;
  }

  private static EspSuite suite(EncryptionAlgorithm encryption, int bits, IntegrityAlgorithm mac) {
    return new EspSuite(encryption, bits, mac, false);
  }

  /**
   * Everything on the page.
   *
   * @param chosen what {@code ipsec crypto provider} says
   * @param available the providers there are, the best first
   * @param rows a row a suite
   */
  record Page(String chosen, List<String> available, List<Row> rows) {}

  /**
   * One suite.
   *
   * @param suite its name
   * @param inUse the providers that serve it, empty when none can
   * @param pairs SA pairs that use it
   * @param rate of the first provider that can, in Mbit/s
   * @param others providers that could serve it as well
   */
  record Row(
      String suite, List<String> inUse, int pairs, Optional<Integer> rate, List<Other> others) {}

  /**
   * Another provider.
   *
   * @param rate in Mbit/s, where it was measured
   */
  record Other(String provider, Optional<Integer> rate) {
    @Override
    public String toString() {
      return provider + rate.map(r -> " " + r).orElse("");
    }
  }

  private static final Shape<Other> OTHER =
      Shape.<Other>fields()
          .text("provider", "name of the provider", Other::provider)
          .integer("rate_mbit_per_second", "null until a benchmark measures it", Other::rate)
          .build();

  private static final Shape<Row> SUITE =
      Shape.<Row>fields()
          .text("suite", "encryption, key length and integrity", Row::suite)
          .texts("in_use", "providers that serve it; empty where none can", Row::inUse)
          .integer("pairs", "SA pairs that use it", Row::pairs)
          .integer(
              "rate_mbit_per_second",
              "1400 octets a packet, one processor, the best provider",
              Row::rate)
          .list("others", "providers that could serve it as well", OTHER, Row::others)
          .build();

  static final Shape<Page> SHAPE =
      Shape.<Page>fields()
          .text("chosen", "what `ipsec crypto provider` says", Page::chosen)
          .texts("available", "the providers there are, the best first", Page::available)
          .list("suites", "what gateways propose, the strongest first", SUITE, Page::rows)
          .build();

  /** {@code show status crypto}. */
  Page show(CommandCall call) {
    return page(call, false);
  }

  /** {@code show status crypto benchmark}. */
  Page benchmark(CommandCall call) {
    measured.clear();
    return page(call, true);
  }

  /** One measurement at a time: two would halve each other. */
  private synchronized Page page(CommandCall call, boolean all) {
    List<EspCrypto> providers = selection.bestFirst();
    Map<EspSuite, Map<String, Integer>> live = withoutEsn(selection.inUse());
    Set<EspSuite> suites = new LinkedHashSet<>(SUITES);
    suites.addAll(live.keySet());
    List<Row> rows = new ArrayList<>();
    for (EspSuite suite : suites) {
      if (!call.session().interrupted()) {
        rows.add(row(suite, providers, live.getOrDefault(suite, Map.of()), all));
      }
    }
    return new Page(
        CryptoCommands.preferred(call.config()),
        providers.stream().map(EspCrypto::provider).toList(),
        rows);
  }

  private Row row(
      EspSuite suite, List<EspCrypto> providers, Map<String, Integer> live, boolean all) {
    List<EspCrypto> able = providers.stream().filter(p -> p.supports(suite)).toList();
    String name = SaPair.describe(suite);
    if (able.isEmpty()) {
      return new Row(name, List.of(), pairs(live), Optional.empty(), List.of());
    }
    EspCrypto first = able.get(0);
    List<Other> others = new ArrayList<>();
    for (EspCrypto other : able.subList(1, able.size())) {
      Integer rate = all ? rate(other, suite) : measured.get(key(other, suite));
      others.add(new Other(other.provider(), Optional.ofNullable(rate)));
    }
    List<String> used = live.isEmpty() ? List.of(first.provider()) : List.copyOf(live.keySet());
    return new Row(name, used, pairs(live), Optional.of(rate(first, suite)), others);
  }

  /** The lines of both commands. */
  static List<String> lines(Page page, Language language) {
    List<String> lines = new ArrayList<>();
    lines.add(new Text("Crypto provider: ", "暗号処理の実装: ").in(language) + page.chosen);
    lines.add(
        new Text("  Available, the best first: ", "  利用可能 (優先順): ").in(language)
            + String.join(" ", page.available));
    lines.add(new Text(HEADER, JAPANESE_HEADER).in(language));
    for (Row r : page.rows) {
      lines.add(
          String.format(
                  ROW,
                  r.suite,
                  r.inUse.isEmpty() ? "-" : String.join("/", r.inUse),
                  r.pairs,
                  r.rate.map(String::valueOf).orElse("-"),
                  r.others.stream().map(Other::toString).collect(Collectors.joining(", ")))
              .stripTrailing());
    }
    lines.add(
        new Text(
                "Rates are for 1400 octets a packet and one processor.",
                "速度は1パケット1400オクテット、CPU1個での値")
            .in(language));
    return lines;
  }

  private static int pairs(Map<String, Integer> live) {
    return live.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Measured key(EspCrypto crypto, EspSuite suite) {
    return new Measured(crypto.provider(), suite);
  }

  private Integer rate(EspCrypto crypto, EspSuite suite) {
    return measured.computeIfAbsent(key(crypto, suite), k -> rates.measure(crypto, suite));
  }

  private static Map<EspSuite, Map<String, Integer>> withoutEsn(
      Map<EspSuite, Map<String, Integer>> live) {
    Map<EspSuite, Map<String, Integer>> merged = new LinkedHashMap<>();
    live.forEach(
        (suite, users) ->
            users.forEach(
                (provider, count) ->
                    merged
                        .computeIfAbsent(
                            suite(suite.encryption(), suite.keyBits(), suite.integrity()),
                            s -> new TreeMap<>())
                        .merge(provider, count, Integer::sum)));
    return merged;
  }
}
