package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.ike.engine.IkeEngine;

/** {@code show ipsec statistics}: what waits, and what was dropped and why. */
final class Statistics {

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
        call -> lines(ike.service().statistics()).forEach(call.out()::println));
  }

  static List<String> lines(Map<String, Long> statistics) {
    List<String> lines = new ArrayList<>();
    statistics.forEach(
        (what, count) -> lines.add(String.format(Locale.ROOT, "%-42s%d", what + ":", count)));
    return lines;
  }
}
