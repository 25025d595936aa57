package org.sekisho.esp;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;

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

  /** {@code show status crypto}. */
  void show(CommandCall call) {
    print(call, false);
  }

  /** {@code show status crypto benchmark}. */
  void benchmark(CommandCall call) {
    measured.clear();
    print(call, true);
  }

  /** One measurement at a time: two would halve each other. */
  private synchronized void print(CommandCall call, boolean all) {
    List<EspCrypto> providers = selection.bestFirst();
    Map<EspSuite, Map<String, Integer>> live = withoutEsn(selection.inUse());
    PrintWriter out = call.out();
    String names = providers.stream().map(EspCrypto::provider).collect(Collectors.joining(" "));
    out.println(
        call.text("Crypto provider: ", "暗号処理の実装: ") + CryptoCommands.preferred(call.config()));
    out.println(call.text("  Available, the best first: ", "  利用可能 (優先順): ") + names);
    out.println(call.text(HEADER, JAPANESE_HEADER));
    Set<EspSuite> rows = new LinkedHashSet<>(SUITES);
    rows.addAll(live.keySet());
    for (EspSuite suite : rows) {
      if (call.session().interrupted()) {
        return;
      }
      row(out, suite, providers, live.getOrDefault(suite, Map.of()), all);
      out.flush();
    }
    out.println(
        call.text(
            "Rates are for 1400 octets a packet and one processor.", "速度は1パケット1400オクテット、CPU1個での値"));
  }

  private void row(
      PrintWriter out,
      EspSuite suite,
      List<EspCrypto> providers,
      Map<String, Integer> live,
      boolean all) {
    List<EspCrypto> able = providers.stream().filter(p -> p.supports(suite)).toList();
    if (able.isEmpty()) {
      out.println(
          String.format(ROW, SaPair.describe(suite), "-", pairs(live), "-", "").stripTrailing());
      return;
    }
    EspCrypto first = able.get(0);
    List<String> others = new ArrayList<>();
    for (EspCrypto other : able.subList(1, able.size())) {
      Integer rate = all ? rate(other, suite) : measured.get(key(other, suite));
      others.add(other.provider() + (rate == null ? "" : " " + rate));
    }
    String used = live.isEmpty() ? first.provider() : String.join("/", live.keySet());
    out.println(
        String.format(
                ROW,
                SaPair.describe(suite),
                used,
                pairs(live),
                rate(first, suite),
                String.join(", ", others))
            .stripTrailing());
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
