package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Setting;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.log.LogLevel;
import org.sekisho.testkit.Printed;

/** The commands on a data plane with pairs, and with a clock that goes on with each look. */
class CryptoCommandsTest {

  private static final long LOOK_NANOS = 35_000_000L;

  private final ListLog log = new ListLog();
  private final EspComponent component = new EspComponent(log);
  private final AtomicLong clock = new AtomicLong(1);
  private final CryptoCommands commands =
      new CryptoCommands(component, log, new CryptoRates(() -> clock.getAndAdd(LOOK_NANOS), 1));
  private final TestCrypto fast =
      new TestCrypto("ipsecmb", Set.of(EncryptionAlgorithm.AES_GCM_16), null);
  private final TestCrypto usual = new TestCrypto("jca");

  @BeforeEach
  void install() {
    component.bindCrypto(fast, Map.of("service.ranking", 10, "service.id", 1L));
    component.bindCrypto(usual, Map.of("service.ranking", 0, "service.id", 2L));
    component.install(new PairBuilder(1, 11, 12).suite(PairBuilder.GCM_ESN).build());
    component.install(new PairBuilder(2, 21, 22).build());
    component.install(new PairBuilder(3, 31, 32).suite(PairBuilder.CBC).build());
  }

  @AfterEach
  void end() {
    component.stop();
    assertEquals(0, fast.open() + usual.open(), "measurements leave nothing");
  }

  private static ConfigSnapshot config(String provider) {
    Argument argument = new Argument(CryptoCommands.PROVIDER, provider, provider);
    String line = "ipsec crypto provider " + provider;
    return new ConfigSnapshot(
        List.of(
            new Setting(
                CryptoCommands.CHOICE,
                Context.GLOBAL,
                List.of(),
                new Arguments(List.of(argument), List.of()),
                line,
                line)));
  }

  private String typed(CommandSpec spec, Language language, ConfigSnapshot config)
      throws CommandException {
    return Printed.text(command(spec), language, config);
  }

  private Command command(CommandSpec spec) {
    return commands.commands().stream().filter(c -> c.spec() == spec).findFirst().orElseThrow();
  }

  @Test
  void pairsMoveToTheProviderALineNamesAndBack() {
    component.inUse().forEach((suite, users) -> assertEquals(1, users.size()));
    commands.changed(ConfigSnapshot.EMPTY, config("jca"));
    component.inUse().values().forEach(users -> assertEquals(Map.of("jca", 1), users));
    assertEquals(0, fast.open(), "nothing stays behind");
    commands.changed(config("jca"), config("auto"));
    assertEquals(Map.of("ipsecmb", 1), component.inUse().get(PairBuilder.GCM));
    assertEquals(Map.of("ipsecmb", 1), component.inUse().get(PairBuilder.GCM_ESN));
    assertEquals(Map.of("jca", 1), component.inUse().get(PairBuilder.CBC));
    assertEquals(List.of(), log.texts(LogLevel.INFO));
  }

  @Test
  void aProviderThatIsNotHereIsWaitedFor() {
    commands.changed(ConfigSnapshot.EMPTY, config("bc"));
    assertEquals(
        List.of("[IPSEC] crypto provider bc is not here, others serve until it comes"),
        log.texts(LogLevel.INFO));
    assertEquals(Map.of("ipsecmb", 1), component.inUse().get(PairBuilder.GCM));
    TestCrypto late = new TestCrypto("bc");
    component.bindCrypto(late, Map.of("service.ranking", -10, "service.id", 3L));
    component.inUse().values().forEach(users -> assertEquals(Map.of("bc", 1), users));
    component.unbindCrypto(late);
    assertEquals(0, late.open());
    assertEquals(Map.of("ipsecmb", 1), component.inUse().get(PairBuilder.GCM));
  }

  @Test
  void otherLinesChangeNothing() {
    int made = fast.made.size() + usual.made.size();
    commands.changed(config("auto"), ConfigSnapshot.EMPTY);
    commands.changed(ConfigSnapshot.EMPTY, ConfigSnapshot.EMPTY);
    assertEquals(made, fast.made.size() + usual.made.size());
  }

  @Test
  void showsWhoServesEachSuite() throws CommandException {
    List<String> shown =
        typed(CryptoCommands.SHOW, Language.ENGLISH, ConfigSnapshot.EMPTY).lines().toList();
    // One look is longer than the measurement, whatever came before.
    int packets = 2 * CryptoRates.BATCH;
    int rate = packets * CryptoRates.OCTETS * 8 / 35_000;
    assertEquals("Crypto provider: auto", shown.get(0));
    assertEquals("  Available, the best first: ipsecmb jca", shown.get(1));
    assertEquals(
        "Suite                           In use     SA     Mbit/s  Others (Mbit/s)", shown.get(2));
    String gcm = "AES_GCM_16-256                  ipsecmb     2 %10d  jca";
    assertEquals(String.format(gcm, rate), shown.get(3));
    assertTrue(
        shown.contains(String.format("AES_CBC-128/HMAC_SHA1_96        jca         1 %10d", rate)),
        () -> String.join("\n", shown));
  }

  @Test
  void figuresAreKeptUntilTheNextBenchmark() throws CommandException {
    commands.changed(ConfigSnapshot.EMPTY, config("jca"));
    String first = typed(CryptoCommands.BENCHMARK, Language.ENGLISH, config("jca"));
    assertTrue(first.contains("jca         2"), first);
    assertTrue(first.lines().anyMatch(l -> l.matches("AES_GCM_16-256 .*ipsecmb [0-9]+")), first);
    int made = fast.made.size();
    assertEquals(
        "AES_GCM_16-256",
        Printed.json(command(CryptoCommands.SHOW), config("jca")).at("/suites/0/suite").asText());
    String second = typed(CryptoCommands.SHOW, Language.JAPANESE, config("jca"));
    assertEquals(made, fast.made.size(), "nothing is measured again");
    assertTrue(second.contains("暗号処理の実装: jca"), second);
    assertTrue(second.lines().anyMatch(l -> l.matches("AES_GCM_16-256 .*ipsecmb [0-9]+")), second);
  }
}
