package org.sekisho.routing;

import java.util.LinkedHashSet;
import java.util.Set;
import org.sekisho.api.log.EventLog;

/**
 * What stands in the way, each said once: a pass collects what it meets, and only what the pass
 * before did not meet goes to the log.
 */
final class Problems {

  private final EventLog log;
  private Set<String> known = new LinkedHashSet<>();
  private Set<String> met = new LinkedHashSet<>();

  Problems(EventLog log) {
    this.log = log;
  }

  /** Notes a problem, as one sentence. */
  void add(String sentence) {
    if (met.add(sentence) && !known.contains(sentence)) {
      log.info("[IP] " + sentence);
    }
  }

  /** Ends a pass: what was not met again may be said again. */
  void passed() {
    known = met;
    met = new LinkedHashSet<>();
  }
}
