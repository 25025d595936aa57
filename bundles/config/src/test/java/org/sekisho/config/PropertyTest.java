package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/** What must hold for every input; seeds are the test's parameters. */
class PropertyTest {

  @TempDir Path data;

  private static final List<Function<Random, String>> LINES =
      List.of(
          r -> "tunnel select " + number(r, 9),
          r -> "tunnel select none",
          r -> "pp select " + (r.nextBoolean() ? "anonymous" : number(r, 5)),
          r -> "ipsec tunnel " + number(r, 9),
          r -> "tunnel enable " + number(r, 9),
          r -> "tunnel name " + text(r),
          r -> "description tunnel " + text(r),
          r -> "description pp " + text(r),
          r -> "description " + number(r, 9) + " " + text(r),
          r -> "description lan" + number(r, 3) + " " + text(r),
          r -> "ip tunnel mtu " + (64 + r.nextInt(1437)),
          r -> "ipsec sa policy " + number(r, 9) + " " + number(r, 9) + " esp aes-cbc",
          r -> "ipsec ike version " + number(r, 9) + " 2",
          r -> "ipsec ike pre-shared-key " + number(r, 9) + " text " + text(r),
          r -> "ipsec ike pre-shared-key " + number(r, 9) + " 0x" + r.nextInt(9999),
          r -> "ipsec ike local name " + number(r, 9) + " " + text(r) + " key-id",
          r -> "ipsec ike keepalive use " + number(r, 9) + " on dpd 10 3 down=disconnect",
          r -> "ipsec ike nat-traversal " + number(r, 9) + " on force=off keepalive=60",
          r -> "ipsec auto refresh " + number(r, 9) + " off",
          r -> "ipsec auto refresh on",
          r -> "ip lan" + number(r, 3) + " address 192.0.2." + number(r, 200) + "/24",
          r -> "ip route 10." + number(r, 9) + ".0.0/16 gateway tunnel 1 metric 2 gateway null",
          r -> "no ipsec ike version " + number(r, 9),
          r -> "no tunnel enable " + number(r, 9),
          r -> "no description " + number(r, 9),
          r -> "syslog host log" + number(r, 9) + ".example");

  private static String number(Random random, int most) {
    return String.valueOf(1 + random.nextInt(most));
  }

  /** Text of any characters, quoted or escaped in one of the ways that are allowed. */
  private static String text(Random random) {
    String alphabet = "abz019 #?|>\\'\"=*-東支ｱ é";
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(10);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    String plain = text.toString();
    return switch (random.nextInt(3)) {
      case 0 -> plain.replaceAll("(.)", "\\\\$1");
      case 1 -> "\"" + plain.replaceAll("([\\\\\"])", "\\\\$1") + "\"";
      default -> plain.indexOf('\'') < 0 ? "'" + plain + "'" : "x" + plain.length();
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void savedConfigurationIsReadBackEqual(long seed) throws IOException {
    Random random = new Random(seed);
    Router router = Router.withEverything(data);
    for (int i = 0; i < 120; i++) {
      String line = LINES.get(random.nextInt(LINES.size())).apply(random);
      router
          .interpreter
          .execute(line, router.session)
          .ifPresent(e -> assertEquals("SELECT_FIRST", e.kind().name(), line + e));
    }
    router.type("save");

    Router again = Router.withEverything(data);
    again.life.boot(Optional.empty());
    assertEquals(content(router), content(again));
    assertEquals(router.shown(), again.shown());
    again.thread.pass(Duration.ofSeconds(9));
    assertEquals(List.of(), again.log.texts());

    List<String> first = Files.readAllLines(router.file);
    again.type("save");
    assertEquals(first, Files.readAllLines(router.file));
  }

  private record Content(String id, Context context, List<Object> keys, Arguments arguments) {}

  /** All settings, whichever router's declarations they belong to. */
  private static Map<Content, String> content(Router router) {
    return router.running.running().settings().stream()
        .collect(
            Collectors.toMap(
                s -> new Content(s.command().id(), s.context(), s.keys(), s.arguments()),
                Setting::line));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void anyBytesAreRefusedOrAcceptedButThrowNothing(long seed) throws IOException {
    Random random = new Random(seed);
    Router router = Router.withEverything(data);
    List<String> words = words(router);
    for (int i = 0; i < 3000; i++) {
      String line = rubbish(random, words);
      router.interpreter.candidates(line, router.session);
      router.interpreter.execute(line, router.session);
    }
    byte[] file = new byte[20_000];
    random.nextBytes(file);
    Files.write(data.resolve("config0"), file);
    Router booted = Router.withEverything(data);
    booted.life.boot(Optional.empty());
    booted.life.save(OptionalInt.empty(), "");
    assertTrue(booted.running.unsupported().size() > 10);
  }

  private static List<String> words(Router router) {
    List<String> words = new ArrayList<>(List.of("no", "1", "0x12", "192.0.2.1/24", "k=v", "''"));
    for (Candidate c : router.interpreter.candidates("", router.session)) {
      words.add(c.token());
      router
          .interpreter
          .candidates(c.token() + " ", router.session)
          .forEach(next -> words.add(next.token()));
    }
    return words;
  }

  private static String rubbish(Random random, List<String> words) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    StringBuilder line = new StringBuilder();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      line.append(words.get(random.nextInt(words.size())));
      line.append(random.nextInt(9) == 0 ? (char) random.nextInt(0x3000) : ' ');
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tunnel enable 1 ", "ip route x gateway null ", "description ", "[ "})
  void longestLinesTakeLittle(String unit) {
    Router router = Router.withEverything(data);
    String line = unit + unit.substring(unit.indexOf(' ') + 1).repeat(4000 / unit.length());
    router.interpreter.execute(line, router.session);
    router.interpreter.candidates(line, router.session);
    router.interpreter.execute("tunnel disable" + " 1".repeat(2000), router.session);
    router.interpreter.execute("no " + line, router.session);
  }
}
