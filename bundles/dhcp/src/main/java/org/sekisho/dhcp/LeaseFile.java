package org.sekisho.dhcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.dhcp.Lease;

/**
 * The last lease of an interface, on the disk: it goes on when the router starts again, so that an
 * update of this bundle loses no packet (RFC 2131 section 3.2 lets a client use what it remembers).
 * A file holds the instant it came and the line that told it, which is checked again.
 */
final class LeaseFile {

  private final Path file;

  /**
   * Where it is kept.
   *
   * @param file need not exist
   */
  LeaseFile(Path file) {
    this.file = file;
  }

  /**
   * A lease that still holds.
   *
   * @param remaining how long
   */
  record Remembered(Lease lease, Duration remaining) {}

  /** Keeps the line that told a lease. */
  void write(Instant now, String line) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, List.of(now.toString(), line), StandardCharsets.ISO_8859_1);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets it. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Reads it.
   *
   * @param lan whose it is
   * @return empty when there is none, it has expired, or the clock has not yet come to when it was
   *     written and so cannot tell
   */
  Optional<Remembered> read(String lan, Instant now) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    Optional<Report> report = lines.size() == 2 ? Report.parse(lines.get(1)) : Optional.empty();
    if (report.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration age = Duration.between(Instant.parse(lines.get(0)), now);
      Duration remaining = LeaseReader.duration(report.get()).minus(age);
      return age.isNegative() || remaining.isNegative() || remaining.isZero()
          ? Optional.empty()
          : Optional.of(new Remembered(LeaseReader.read(lan, report.get()), remaining));
    } catch (DateTimeException | UnusableLeaseException e) {
      // spoilt by hand: as if there were none
      return Optional.empty();
    }
  }
}
