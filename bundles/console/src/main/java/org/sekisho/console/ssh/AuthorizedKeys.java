package org.sekisho.console.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Public keys in a file of OpenSSH's form. The file is read at each use: a removed key is out at
 * once.
 */
public final class AuthorizedKeys {

  private static final System.Logger LOGGER = System.getLogger(AuthorizedKeys.class.getName());

  private final Optional<Path> file;

  /** Reads from a file, or from nowhere. */
  public AuthorizedKeys(Optional<Path> file) {
    this.file = file;
  }

  /** Whether there is any key. */
  public boolean isEmpty() {
    return keys().isEmpty();
  }

  /** Whether a key is among them. */
  boolean contains(PublicKey key) {
    return keys().stream().anyMatch(k -> KeyUtils.compareKeys(k, key));
  }

  /** The keys, in the order of the file. */
  List<PublicKey> keys() {
    List<PublicKey> keys = new ArrayList<>();
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      return keys;
    }
    try {
      for (String line : Files.readAllLines(file.get())) {
        if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
          Optional<PublicKey> key = key(line);
          if (key.isEmpty()) {
            LOGGER.log(
                System.Logger.Level.WARNING,
                "{0}: a line is no key, or a key with options",
                file.get());
          }
          key.ifPresent(keys::add);
        }
      }
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "cannot read " + file.get(), e);
    }
    return keys;
  }

  /**
   * The key of a line.
   *
   * @return empty when it is none, or one with options, which cannot be honoured
   */
  public static Optional<PublicKey> key(String line) {
    try {
      AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line.strip());
      return entry == null || !entry.getLoginOptions().isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(entry.resolvePublicKey(null, PublicKeyEntryResolver.IGNORING));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
