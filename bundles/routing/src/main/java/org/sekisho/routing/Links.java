package org.sekisho.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interfaces of the box at one instant, from {@code ip -o link show} (Java lists only those
 * with addresses, which tunnels do not have).
 */
final class Links {

  private static final Pattern LINE =
      Pattern.compile("\\d+: ([^:@\\s]+)(?:@[^:]*)?: <([^>]*)> mtu (\\d+) .*");

  private final Map<String, Link> byName = new LinkedHashMap<>();

  /**
   * An interface.
   *
   * @param up whether it was brought up
   * @param mtu octets
   */
  record Link(boolean up, int mtu) {}

  /** Asks the kernel. */
  static Links read(IpTool ip) throws IpException {
    return parse(ip.run("-o", "link", "show"));
  }

  /** Reads the lines. */
  static Links parse(String output) {
    Links links = new Links();
    for (String line : output.lines().toList()) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        boolean up = ("," + m.group(2) + ",").contains(",UP,");
        links.byName.put(m.group(1), new Link(up, Integer.parseInt(m.group(3))));
      }
    }
    return links;
  }

  /** An interface by its name. */
  Optional<Link> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether there is an interface of that name. */
  boolean has(String name) {
    return byName.containsKey(name);
  }
}
