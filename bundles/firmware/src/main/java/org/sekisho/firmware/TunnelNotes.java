package org.sekisho.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sekisho.api.tunnel.TunnelState;
import org.sekisho.api.tunnel.Tunnels;

/** Which tunnels were up when an update was begun: the new firmware has to bring them up again. */
final class TunnelNotes {

  private final Path file;

  /**
   * Notes in a file.
   *
   * @param data the router's directory
   */
  TunnelNotes(Path data) {
    file = data.resolve("firmware").resolve("tunnels");
  }

  /** Notes the tunnels that are up; null stands for a router without tunnels. */
  void write(Tunnels tunnels) throws IOException {
    List<String> lines = up(tunnels).stream().map(String::valueOf).toList();
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling("tunnels.part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The tunnels that were noted and are not up; null stands for a router without tunnels. */
  Collection<Integer> missing(Tunnels tunnels) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Set<Integer> missing =
        Files.readAllLines(file).stream()
            .filter(line -> line.matches("\\d{1,4}"))
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(up(tunnels));
    return missing;
  }

  private static Set<Integer> up(Tunnels tunnels) {
    return Optional.ofNullable(tunnels).map(Tunnels::states).orElse(List.of()).stream()
        .filter(TunnelState::up)
        .map(TunnelState::tunnel)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
