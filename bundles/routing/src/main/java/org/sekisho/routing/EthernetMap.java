package org.sekisho.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which NIC is LAN N on a box that runs from a disk image: the file {@code DATA/ethernet.map}, a
 * line {@code lanN MAC PLACE} a NIC. The box writes it when it meets a NIC, and names its NICs by
 * it when it starts.
 */
final class EthernetMap {

  private final Path file;

  /** The map in a file, which need not be there. */
  EthernetMap(Path file) {
    this.file = file;
  }

  /**
   * A NIC.
   *
   * @param lan {@code lan1}…
   * @param mac address in lower case, octets parted by colons
   * @param place where it sits on the bus
   */
  record Nic(String lan, String mac, String place) {
    private String line() {
      return lan + " " + mac + " " + place;
    }
  }

  /** The NICs by number; none where the box is not named by a map. */
  List<Nic> read() throws IOException {
    List<Nic> nics = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split(" +", 3);
        if (words.length == 3 && words[0].matches("lan[1-9]\\d?")) {
          nics.add(new Nic(words[0], words[1], words[2]));
        }
      }
    } catch (NoSuchFileException e) {
      return nics;
    }
    nics.sort(Comparator.comparingInt(n -> Integer.parseInt(n.lan().substring(3))));
    return nics;
  }

  /**
   * Makes a NIC LAN N at the next start; the one that was it takes the other's number.
   *
   * @return whether there is a NIC of that address
   */
  boolean assign(String lan, String mac) throws IOException {
    List<Nic> nics = read();
    Optional<Nic> wanted = nics.stream().filter(n -> n.mac().equals(mac)).findFirst();
    if (wanted.isEmpty()) {
      return false;
    }
    String free = wanted.get().lan();
    List<String> lines = new ArrayList<>();
    for (Nic nic : nics) {
      if (nic.mac().equals(mac)) {
        lines.add(new Nic(lan, nic.mac(), nic.place()).line());
      } else if (nic.lan().equals(lan)) {
        lines.add(new Nic(free, nic.mac(), nic.place()).line());
      } else {
        lines.add(nic.line());
      }
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
