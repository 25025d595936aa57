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
 * The keys that log in as administrator, in a file of OpenSSH's form. The file is read at each use:
 * a removed key is out at once.
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

  private List<PublicKey> keys() {
    List<PublicKey> keys = new ArrayList<>();
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      return keys;
    }
    try {
      for (String line : Files.readAllLines(file.get())) {
        if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
          read(line).ifPresent(keys::add);
        }
      }
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "cannot read " + file.get(), e);
    }
    return keys;
  }

  /** A line; one that cannot be honoured as it stands is left out, never the whole file. */
  private Optional<PublicKey> read(String line) {
    try {
      AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
      if (entry == null || !entry.getLoginOptions().isEmpty()) {
        LOGGER.log(
            System.Logger.Level.WARNING, "{0}: a key with options is not accepted", file.get());
        return Optional.empty();
      }
      return Optional.ofNullable(entry.resolvePublicKey(null, PublicKeyEntryResolver.IGNORING));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      LOGGER.log(System.Logger.Level.WARNING, file.get() + ": a line is no key", e);
      return Optional.empty();
    }
  }
}
