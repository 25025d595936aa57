package org.sekisho.console;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.console.commands.SettingCommands;
import org.sekisho.console.users.Users;

/** What the configuration says about console and users, for all who ask. */
@Component(
    service = {ConsoleState.class, ConfigListener.class},
    immediate = true)
public final class ConsoleState implements ConfigListener {

  /** RTX's default time zone. */
  private static final ZoneId JST = ZoneId.of("Asia/Tokyo");

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile View view = view(ConfigSnapshot.EMPTY);
  private volatile boolean configured;

  private record View(ConfigSnapshot config, ConsoleSettings settings, Users users) {}

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    view = view(after);
    TimeZone zone = TimeZone.getTimeZone(zone(after));
    if (!zone.equals(TimeZone.getDefault())) {
      TimeZone.setDefault(zone);
    }
    configured = true;
    listeners.forEach(Runnable::run);
  }

  /** Whether the configuration was ever seen. */
  public boolean configured() {
    return configured;
  }

  ConfigSnapshot config() {
    return view.config();
  }

  ConsoleSettings settings() {
    return view.settings();
  }

  Users users() {
    return view.users();
  }

  /** Tells when the configuration changed, on the configuration's thread. */
  public AutoCloseable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static View view(ConfigSnapshot config) {
    return new View(config, ConsoleSettings.from(config), new Users(config));
  }

  private static ZoneId zone(ConfigSnapshot config) {
    String word =
        config
            .get("timezone")
            .map(s -> s.arguments().text(SettingCommands.ZONE).toLowerCase(Locale.ROOT))
            .orElse("jst");
    if (word.equals("jst")) {
      return JST;
    }
    if (word.equals("utc")) {
      return ZoneId.of("UTC");
    }
    int colon = word.indexOf(':');
    String hours = word.substring(1, colon);
    return ZoneId.of(
        word.charAt(0) + (hours.length() == 1 ? "0" : "") + hours + word.substring(colon));
  }
}
