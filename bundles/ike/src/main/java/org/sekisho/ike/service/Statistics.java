package org.sekisho.ike.service;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.ike.engine.Counter;
import org.sekisho.ike.engine.IkeEngine;

/** {@code show ipsec statistics}: what waits, and what was dropped and why. */
final class Statistics {

  private static final Shape<Map.Entry<String, Long>> COUNTER =
      Shape.<Map.Entry<String, Long>>fields()
          .text("name", "what is counted, in English", Map.Entry::getKey)
          .integer("count", "since the service started", Map.Entry::getValue)
          .build();

  private static final int WIDTH = 42;
  private static final Text HALF_OPEN = new Text("half-open IKE SAs", "確立途中のIKE SA");

  /** Of every line. */
  private static final List<Text> LABELS =
      Stream.concat(Stream.of(HALF_OPEN), Arrays.stream(Counter.values()).map(Counter::label))
          .toList();

  private Statistics() {}

  static Map<String, Long> of(IkeEngine engine) {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put(HALF_OPEN.english(), (long) engine.halfOpen());
    engine.counters().forEach((counter, count) -> all.put(counter.label().english(), count));
    return Collections.unmodifiableMap(all);
  }

  static Command command(ServiceAccess ike) {
    return Command.operation(
        CommandSpec.operation("show ipsec statistics")
            .user()
            .help("Show what IKE waits for and has dropped", "IKEの統計情報を表示する")
            .build(),
        Show.of(
            Shape.rows("counters", "what is there now, then what was dropped and why", COUNTER),
            call -> List.copyOf(ike.service().statistics().entrySet()),
            Statistics::lines));
  }

  static List<String> lines(List<Map.Entry<String, Long>> counters, Language language) {
    return counters.stream().map(c -> line(c.getKey(), c.getValue(), language)).toList();
  }

  private static String line(String name, long count, Language language) {
    String label =
        LABELS.stream().filter(l -> l.english().equals(name)).findFirst().orElseThrow().in(language)
            + ":";
    // a Japanese character is two columns wide
    int width = label.chars().map(c -> c < 0x1000 ? 1 : 2).sum();
    return label + " ".repeat(Math.max(1, WIDTH - width)) + count;
  }
}
