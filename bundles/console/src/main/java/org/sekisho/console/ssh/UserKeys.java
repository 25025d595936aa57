package org.sekisho.console.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.console.users.Users;

/**
 * The public keys that users log in with, in files of OpenSSH's form below the data directory.
 * Files are read at each use.
 */
public final class UserKeys {

  private final Path data;

  /**
   * Looks below a directory.
   *
   * @param data the router's data directory
   */
  public UserKeys(Path data) {
    this.data = data;
  }

  /**
   * The keys of a user.
   *
   * @param user the name they log in with
   */
  public List<PublicKey> keys(Users users, String user) {
    return file(users, user).map(f -> new AuthorizedKeys(Optional.of(f)).keys()).orElse(List.of());
  }

  /** Whether a user may log in with a key. */
  boolean contains(Users users, String user, PublicKey key) {
    Optional<Path> file = file(users, user);
    return file.isPresent() && new AuthorizedKeys(file).contains(key);
  }

  /**
   * Adds keys to the file of a user; the file is there whole or not at all.
   *
   * @param lines keys in OpenSSH's form
   * @throws IOException when the file cannot be written, or its path leads out of the data
   *     directory
   */
  public void add(Users users, String user, List<String> lines) throws IOException {
    Path file =
        file(users, user)
            .orElseThrow(() -> new IOException("the path leads out of the data directory"));
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    List<String> all = new ArrayList<>();
    if (Files.exists(file)) {
      all.addAll(Files.readAllLines(file));
    }
    all.addAll(lines);
    Path temporary = Files.createTempFile(file.getParent(), "keys", ".new");
    Files.write(temporary, all);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<Path> file(Users users, String user) {
    Path root = data.toAbsolutePath().normalize();
    Path file = root.resolve(users.keyFile(user).replaceFirst("^/+", "")).normalize();
    return file.startsWith(root) && !file.equals(root) ? Optional.of(file) : Optional.empty();
  }
}
