package org.sekisho.routing;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of interfaces as tables of an RTX show them: {@code LAN1}, {@code TUNNEL[1]}. */
final class InterfaceNames {

  private final Map<String, String> byDevice = new TreeMap<>();

  /**
   * Makes the names.
   *
   * @param interfaces Linux name of each LAN by RTX name
   */
  InterfaceNames(Map<String, String> interfaces) {
    interfaces.forEach((lan, device) -> byDevice.put(device, lan.toUpperCase(Locale.ROOT)));
  }

  /** The name of a Linux device; one that is none of ours keeps its own. */
  String of(String device) {
    if (device.matches("tunnel[1-9]\\d{0,3}")) {
      return tunnel(Integer.parseInt(device.substring("tunnel".length())));
    }
    return byDevice.getOrDefault(device, device);
  }

  /** The name of a tunnel. */
  static String tunnel(int number) {
    return "TUNNEL[" + number + "]";
  }
}
