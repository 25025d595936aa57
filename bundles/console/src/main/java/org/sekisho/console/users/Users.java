package org.sekisho.console.users;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
  private final Map<String, String> keyFiles = new HashMap<>();
  private final Set<Object> methods;
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
            .get(UserCommands.ATTRIBUTE, UserCommands.EVERYBODY)
            .map(s -> UserAttributes.DEFAULT.with(s.arguments()))
            .orElse(UserAttributes.DEFAULT);
    for (Setting s : config.all(UserCommands.ATTRIBUTE)) {
      attributes.put(s.arguments().text(UserCommands.NAME), defaults.with(s.arguments()));
    }
    config
        .get(UserCommands.ATTRIBUTE_ANONYMOUS)
        .ifPresent(s -> attributes.put("", defaults.with(s.arguments())));
    methods =
        config
            .get(SshKeySettings.METHODS)
            .map(s -> Set.copyOf(s.arguments().all(SshKeySettings.METHOD)))
            .orElse(Set.of());
    for (Setting s : config.all(SshKeySettings.FILES)) {
      keyFiles.put(s.arguments().text(UserCommands.NAME), s.arguments().text(SshKeySettings.PATH));
    }
    config
        .get(SshKeySettings.ANONYMOUS_FILE)
        .ifPresent(s -> keyFiles.put("", s.arguments().text(SshKeySettings.PATH)));
  }

  /** Whether there is an administrator password. */
  public boolean hasAdministratorPassword() {
    return administrator.isPresent();
  }

  /** Whether the user without a name needs no password at the box itself. */
  public boolean isOpenToTheNameless() {
    return anonymous.isEmpty() && !named.containsKey(ANONYMOUS);
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

  /** The names of all users, in alphabetical order, that of the user without a name included. */
  public List<String> names() {
    Stream<String> nobody = anonymous.stream().map(a -> ANONYMOUS);
    return Stream.concat(nobody, named.keySet().stream()).distinct().sorted().toList();
  }

  /** The attributes of a user, by the name they log in with. */
  public UserAttributes attributes(String name) {
    return attributes.getOrDefault(key(name), defaults);
  }

  /** Whether SSH accepts passwords ({@code sshd auth method}). */
  public boolean passwordsMayLogIn() {
    return methods.isEmpty() || methods.contains("password");
  }

  /** Whether SSH accepts the keys of users ({@code sshd auth method}). */
  public boolean keysMayLogIn() {
    return methods.isEmpty() || methods.contains("publickey");
  }

  /** Whether there is such a user, the one without a name included. */
  public boolean exists(String name) {
    return key(name).isEmpty() ? anonymous.isPresent() : named.containsKey(name);
  }

  /**
   * The file with the public keys of a user, as {@code sshd authorized-keys filename} names it.
   *
   * @param name the name they log in with
   * @return a path below the data directory, with {@code /} for that directory
   */
  public String keyFile(String name) {
    String key = key(name);
    return keyFiles.getOrDefault(key, "/ssh/authorized_keys/" + (key.isEmpty() ? ANONYMOUS : key));
  }

  private String key(String name) {
    return name.equals(ANONYMOUS) && !named.containsKey(ANONYMOUS) ? "" : name;
  }

  private static Optional<PasswordHash> hash(Optional<Setting> setting) {
    return setting.flatMap(s -> PasswordHash.parse(s.arguments().text(UserCommands.HASH)));
  }
}
