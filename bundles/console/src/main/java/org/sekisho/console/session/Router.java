package org.sekisho.console.session;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.log.EventLog;
import org.sekisho.console.ConsoleSettings;
import org.sekisho.console.users.Users;

/** What a session needs of the router around it. Services may come and go. Thread-safe. */
public interface Router {

  /** Runs lines; empty while the configuration bundle is absent. */
  Optional<CommandInterpreter> interpreter();

  /** The configuration; empty while the configuration bundle is absent. */
  Optional<ConfigStore> store();

  /** The log. */
  EventLog log();

  /** The configuration as this bundle last saw it. */
  ConfigSnapshot config();

  /** Its console settings. */
  ConsoleSettings settings();

  /** Its users. */
  Users users();

  /** Version of the firmware, for example {@code 0.1.0}. */
  String version();

  /** The sessions there are. */
  List<ConsoleSession> sessions();
}
