package org.sekisho.firmware;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the slots stand.
 *
 * @param slot the running one, {@code A} or {@code B}
 * @param version its version
 * @param otherVersion version in the other slot, empty when none is known
 * @param otherGood whether the other slot holds what can be started
 * @param next slot of the next start
 * @param trial whether the running firmware is yet to prove itself
 * @param failed what became of the last update that failed, empty when none did
 * @param serial serial number of the box
 */
record FirmwareStatus(
    String slot,
    String version,
    String otherVersion,
    boolean otherGood,
    String next,
    boolean trial,
    String failed,
    String serial) {

  /** Reads {@code KEY=VALUE} lines; what is not said is empty. */
  static FirmwareStatus read(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return new FirmwareStatus(
        values.getOrDefault("slot", ""),
        values.getOrDefault("version", ""),
        values.getOrDefault("other-version", ""),
        values.getOrDefault("other-state", "").equals("good"),
        values.getOrDefault("next", ""),
        values.getOrDefault("trial", "").equals("on"),
        values.getOrDefault("failed", ""),
        values.getOrDefault("serial", ""));
  }

  /** Name of the slot that does not run. */
  String other() {
    return slot.equals("A") ? "B" : "A";
  }
}
