package org.sekisho.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Keeps the kernel's own IPv6 chatter out of a device: without a link-local address it sends no
 * router solicitation and no duplicate address detection into the tunnel. Forwarded IPv6 passes all
 * the same. What it still sends has no source and is dropped by {@link KernelTunDevice}. Written
 * before the device comes up.
 */
final class Ipv6Silence {

  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv6/conf");
  private static final String ADDR_GEN_MODE_NONE = "1";

  private Ipv6Silence() {}

  /**
   * Silences a device.
   *
   * @throws IOException when the kernel has IPv6 and refuses the setting
   */
  static void apply(String device) throws IOException {
    try {
      Files.writeString(SETTINGS.resolve(device).resolve("addr_gen_mode"), ADDR_GEN_MODE_NONE);
      Files.writeString(SETTINGS.resolve(device).resolve("accept_ra"), "0");
    } catch (NoSuchFileException e) {
      if (Files.exists(SETTINGS)) {
        throw e;
      }
      // a kernel without IPv6 says nothing
    }
  }
}
