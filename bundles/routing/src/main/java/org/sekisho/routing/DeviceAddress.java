package org.sekisho.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An IPv4 address on a device.
 *
 * @param device Linux interface name
 * @param address {@code A.B.C.D/m}
 */
record DeviceAddress(String device, String address) {

  private static final Pattern LINE =
      Pattern.compile("\\d+: (\\S+)\\s+inet ([0-9.]+(?:/\\d+)?)(?: .*)?");

  /** Reads what {@code ip -o -4 address show} prints. */
  static List<DeviceAddress> parse(String output) {
    List<DeviceAddress> addresses = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher m = LINE.matcher(line.replace('\\', ' '));
      if (m.matches()) {
        addresses.add(new DeviceAddress(m.group(1), Destinations.normalise(m.group(2))));
      }
    }
    return addresses;
  }

  /** Of what {@link #parse} reads, those whose network has no route through the device. */
  static List<DeviceAddress> parseWithoutRoute(String output) {
    return parse(
        output
            .lines()
            .filter(line -> line.contains(" noprefixroute "))
            .collect(Collectors.joining("\n")));
  }

  /** The address without its mask. */
  String host() {
    return address.substring(0, address.indexOf('/'));
  }
}
