package org.sekisho.keepalive;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/** Lines of a configuration, as the parser makes them. */
final class Lines {

  private Lines() {}

  static ConfigSnapshot config(Setting... lines) {
    return new ConfigSnapshot(List.of(lines));
  }

  static Setting use(int gateway, String word, Object... more) {
    return line(KeepaliveCommands.USE, gateway, word, more);
  }

  static Setting log(int gateway, String word) {
    return line(KeepaliveCommands.LOG, gateway, word);
  }

  private static Setting line(String id, int gateway, String word, Object... more) {
    CommandSpec spec =
        new KeepaliveCommands()
            .commands().stream()
                .map(c -> c.spec())
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument("GATEWAY", gateway, "" + gateway));
    arguments.add(new Argument("SWITCH", word, word));
    for (int i = 0; i < more.length; i += 2) {
      arguments.add(new Argument((String) more[i], more[i + 1], "" + more[i + 1]));
    }
    return new Setting(
        spec, Context.GLOBAL, List.of(gateway), new Arguments(arguments, List.of()), id, id);
  }
}
