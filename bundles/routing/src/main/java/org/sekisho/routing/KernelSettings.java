package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Switches below {@code /proc/sys/net} (kernel documentation, ip-sysctl.rst). */
final class KernelSettings {

  private static final Path ROOT = Path.of("/proc/sys/net/ipv4");

  private KernelSettings() {}

  /** Lets the kernel forward packets. */
  static void forward() throws IOException {
    set(ROOT.resolve("ip_forward"), "1");
  }

  /**
   * Lets packets come in from a tunnel though the route back leads elsewhere (loose mode of RFC
   * 3704): the route into the tunnel may be hidden or balanced just now.
   */
  static void looseReversePath(String device) throws IOException {
    Path file = ROOT.resolve("conf").resolve(device).resolve("rp_filter");
    if (Files.exists(file)) {
      set(file, "2");
    }
  }

  private static void set(Path file, String value) throws IOException {
    if (!Files.readString(file).strip().equals(value)) {
      Files.writeString(file, value);
    }
  }
}
