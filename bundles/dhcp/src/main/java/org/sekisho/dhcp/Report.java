package org.sekisho.dhcp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the script that udhcpc calls: {@code sekisho-dhcp EVENT|NAME=VALUE|…}. Nothing of the
 * values is believed yet.
 *
 * @param event what happened
 * @param values as udhcpc names them; absent ones are empty
 */
record Report(Event event, Map<String, String> values) {

  /** How our script's lines begin; udhcpc's own begin with its name. */
  static final String MARK = "sekisho-dhcp ";

  /** A DHCP message of the largest Ethernet frame makes less than this. */
  private static final int LONGEST = 8192;

  /** Events of udhcpc's script. */
  enum Event {
    BOUND,
    RENEW,
    DECONFIG,
    NAK,
    LEASEFAIL
  }

  Report {
    values = Map.copyOf(values);
  }

  /** Reads a line; empty when it is none of the script's. */
  static Optional<Report> parse(String line) {
    if (!line.startsWith(MARK) || line.length() > LONGEST) {
      return Optional.empty();
    }
    String[] fields = line.substring(MARK.length()).split("\\|", -1);
    for (Event event : Event.values()) {
      if (event.name().toLowerCase(Locale.ROOT).equals(fields[0])) {
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < fields.length; i++) {
          int equals = fields[i].indexOf('=');
          if (equals > 0) {
            values.putIfAbsent(fields[i].substring(0, equals), fields[i].substring(equals + 1));
          }
        }
        return Optional.of(new Report(event, values));
      }
    }
    return Optional.empty();
  }

  /** A value, empty when there is none. */
  String value(String name) {
    return values.getOrDefault(name, "").strip();
  }
}
