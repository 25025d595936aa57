package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this router set on interfaces, kept in a file so that the next one, after a crash too, knows
 * what it may take away: addresses, and the MTU an interface had before. Written before the kernel
 * is told. One thread.
 */
final class OwnedState {

  private final Path file;
  private final Set<DeviceAddress> addresses = new LinkedHashSet<>();
  private final Map<String, Integer> formerMtus = new LinkedHashMap<>();

  /**
   * Reads the file if there is one.
   *
   * @param file where it is kept
   */
  OwnedState(Path file) throws IOException {
    this.file = file;
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return;
    }
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words.length == 3 && words[0].equals("address")) {
        addresses.add(new DeviceAddress(words[1], words[2]));
      } else if (words.length == 3 && words[0].equals("mtu") && words[2].matches("\\d{1,6}")) {
        formerMtus.put(words[1], Integer.valueOf(words[2]));
      }
    }
  }

  /** Addresses we set. */
  Set<DeviceAddress> addresses() {
    return Set.copyOf(addresses);
  }

  /** MTU before ours, by device. */
  Map<String, Integer> formerMtus() {
    return Map.copyOf(formerMtus);
  }

  void add(DeviceAddress address) throws IOException {
    if (addresses.add(address)) {
      write();
    }
  }

  void remove(DeviceAddress address) throws IOException {
    if (addresses.remove(address)) {
      write();
    }
  }

  void formerMtu(String device, int mtu) throws IOException {
    if (formerMtus.putIfAbsent(device, mtu) == null) {
      write();
    }
  }

  void forgetMtu(String device) throws IOException {
    if (formerMtus.remove(device) != null) {
      write();
    }
  }

  private void write() throws IOException {
    List<String> lines = new ArrayList<>();
    addresses.forEach(a -> lines.add("address " + a.device() + " " + a.address()));
    formerMtus.forEach((device, mtu) -> lines.add("mtu " + device + " " + mtu));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
