package org.sekisho.api.boot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What {@code bin/sekisho run} was told, read from framework properties.
 *
 * @param data directory that holds all state of the router
 * @param initialConfig configuration to load while {@code DATA/config0} does not exist yet
 * @param interfaces Linux interface name of each LAN, keyed by RTX name ({@code lan1} → {@code
 *     eth0})
 * @param sshAddress address the RTX console listens on
 * @param sshPort port the RTX console listens on
 * @param authorizedKeys OpenSSH file whose keys log in as administrator
 * @param boxKey file with the key that seals secrets in files; empty for {@code DATA/box.key}
 */
public record BootSettings(
    Path data,
    Optional<Path> initialConfig,
    Map<String, String> interfaces,
    String sshAddress,
    int sshPort,
    Optional<Path> authorizedKeys,
    Optional<Path> boxKey) {

  private static final String INTERFACE = "sekisho.interface.";

  /**
   * Reads the settings.
   *
   * @param property looks a framework property up, null when absent; usually {@code
   *     bundleContext::getProperty}
   * @throws IllegalArgumentException when {@code sekisho.ssh} is not ADDRESS:PORT
   */
  public static BootSettings from(UnaryOperator<String> property) {
    Map<String, String> interfaces = new TreeMap<>(Map.of("lan1", "eth0", "lan2", "eth1"));
    for (int i = 1; i <= 16; i++) {
      String lan = "lan" + i;
      String name = property.apply(INTERFACE + lan);
      if (name != null) {
        interfaces.put(lan, name);
      }
    }
    String ssh = orElse(property.apply("sekisho.ssh"), "127.0.0.1:2222");
    int colon = ssh.lastIndexOf(':');
    if (colon <= 0 || !ssh.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException("sekisho.ssh must be ADDRESS:PORT, not " + ssh);
    }
    String address = ssh.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    return new BootSettings(
        Path.of(orElse(property.apply("sekisho.data"), "data")),
        Optional.ofNullable(property.apply("sekisho.config")).map(Path::of),
        Map.copyOf(interfaces),
        address,
        Integer.parseInt(ssh.substring(colon + 1)),
        Optional.ofNullable(property.apply("sekisho.authorized-keys")).map(Path::of),
        Optional.ofNullable(property.apply("sekisho.box-key")).map(Path::of));
  }

  private static String orElse(String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }
}
