package org.sekisho.ike.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.ike.engine.IkeEngine;

/** {@code show ipsec statistics}: what waits, and what was dropped and why. */
final class Statistics {

  private static final Shape<Map.Entry<String, Long>> COUNTER =
      Shape.<Map.Entry<String, Long>>fields()
          .text("name", "what is counted, in English", Map.Entry::getKey)
          .integer("count", "since the service started", Map.Entry::getValue)
          .build();

  private Statistics() {}

  static Map<String, Long> of(IkeEngine engine) {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("half-open IKE SAs", (long) engine.halfOpen());
    engine.counters().forEach((counter, count) -> all.put(counter.label(), count));
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
            (counters, language) -> lines(counters)));
  }

  private static List<String> lines(List<Map.Entry<String, Long>> counters) {
    return counters.stream()
        .map(c -> String.format(Locale.ROOT, "%-42s%d", c.getKey() + ":", c.getValue()))
        .toList();
  }
}
