package org.sekisho.console.users;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;

/** Who may log in with a password, as one configuration says. Immutable. */
public final class Users {

  /** SSH user name of the user without a name ({@code login password}). */
  public static final String ANONYMOUS = "anonymous";

  /** Compared with for unknown names, so that the time taken does not tell which names exist. */
  private static final PasswordHash NOBODY =
      PasswordHash.of("nobody".toCharArray(), new SecureRandom());

  private final Map<String, PasswordHash> named = new HashMap<>();
  private final Map<String, UserAttributes> attributes = new HashMap<>();
  private final UserAttributes defaults;
  private final Optional<PasswordHash> anonymous;
  private final Optional<PasswordHash> administrator;

  /** Reads the {@code login …}, {@code administrator …} and {@code user attribute} lines. */
  public Users(ConfigSnapshot config) {
    anonymous = hash(config.get(UserCommands.LOGIN_PASSWORD));
    administrator = hash(config.get(UserCommands.ADMINISTRATOR_PASSWORD));
    for (Setting s : config.all(UserCommands.LOGIN_USER)) {
      hash(Optional.of(s)).ifPresent(h -> named.put(s.arguments().text(UserCommands.NAME), h));
    }
    defaults =
        config
            .get(UserCommands.ATTRIBUTE_DEFAULT)
            .map(s -> UserAttributes.DEFAULT.with(s.arguments()))
            .orElse(UserAttributes.DEFAULT);
    for (Setting s : config.all(UserCommands.ATTRIBUTE)) {
      attributes.put(s.arguments().text(UserCommands.NAME), defaults.with(s.arguments()));
    }
  }

  /** Whether there is an administrator password. */
  public boolean hasAdministratorPassword() {
    return administrator.isPresent();
  }

  /** Whether the password is the administrator's; takes about 0.1 s. */
  public boolean isAdministrator(char[] password) {
    return administrator.map(h -> h.matches(password)).orElse(false);
  }

  /** Whether a user may log in with that password; takes about 0.1 s in every case. */
  public boolean mayLogIn(String name, char[] password) {
    Optional<PasswordHash> stored =
        name.equals(ANONYMOUS) && !named.containsKey(ANONYMOUS)
            ? anonymous
            : Optional.ofNullable(named.get(name));
    boolean right = stored.orElse(NOBODY).matches(password);
    return right && stored.isPresent();
  }

  /** Whether the name is that of a {@code login user} line. */
  public boolean isNamed(String name) {
    return named.containsKey(name);
  }

  /** The attributes of a user. */
  public UserAttributes attributes(String name) {
    return attributes.getOrDefault(name, defaults);
  }

  private static Optional<PasswordHash> hash(Optional<Setting> setting) {
    return setting.flatMap(s -> PasswordHash.parse(s.arguments().text(UserCommands.HASH)));
  }
}
