package org.sekisho.ike.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.ike.service.IkeCommands;
import org.sekisho.testkit.RecordingLog;

/** The running configuration of the config bundle, with our commands and what they hang under. */
final class TypedConfig {

  private final RunningConfig running;

  TypedConfig(Path directory) {
    SystemFacts facts =
        new SystemFacts(
            "test", Map.of("lan1", "lo"), () -> LocalDateTime.of(2026, 11, 23, 9, 0, 0));
    RecordingLog log = new RecordingLog();
    DirectThread thread = new DirectThread();
    SecretSeal seal = SecretSeal.beside(directory.resolve("config0"));
    running = new RunningConfig(seal, facts, log, thread);
    ConfigLife life = new ConfigLife(running, directory, facts, log, thread);
    running.addContributor(new LanguageCommands(running, life, log));
    IkeCommands commands = new IkeCommands();
    running.addContributor(commands);
    List<Command> neighbours =
        List.of(
            Command.setting(
                CommandSpec.setting("tunnel enable TUNNEL")
                    .key("TUNNEL", ParameterType.tunnel(), "Tunnel", "トンネル")
                    .section(Section.TUNNEL, 99)
                    .under("tunnel select", "TUNNEL", 99)
                    .help("Enable", "有効")
                    .build()),
            Command.setting(
                CommandSpec.setting("ipsec tunnel POLICY")
                    .parameter("POLICY", ParameterType.policy(), "Policy", "ポリシー")
                    .scope(Context.Kind.TUNNEL)
                    .section(Section.TUNNEL, 50)
                    .help("Bind", "適用")
                    .build()),
            Command.setting(
                CommandSpec.setting("ipsec ike keepalive use GATEWAY SWITCH")
                    .key("GATEWAY", ParameterType.gateway(), "Gateway", "識別子")
                    .parameter("SWITCH", ParameterType.onOff(), "Switch", "動作")
                    .under("ipsec sa policy", "GATEWAY", 50)
                    .help("Keepalive", "キープアライブ")
                    .build()));
    running.addContributor(() -> neighbours);
  }

  /** Applies lines; none may be refused. */
  TypedConfig type(String... lines) {
    Optional<CommandError> error = running.apply(List.of(lines));
    if (error.isPresent()) {
      throw new AssertionError(error.get().text().english() + " in " + List.of(lines));
    }
    return this;
  }

  /** The refusal of a line. */
  CommandError refused(String line) {
    return running.apply(List.of(line)).orElseThrow(() -> new AssertionError("accepted: " + line));
  }

  ConfigSnapshot snapshot() {
    return running.running();
  }

  List<String> shown() {
    return running.shown().stream().filter(l -> !l.startsWith("#")).toList();
  }

  private static final class DirectThread implements ConfigThread {
    @Override
    public boolean execute(Runnable task) {
      task.run();
      return true;
    }

    @Override
    public void later(Duration delay, Runnable task) {
      // time stands still here
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void stop() {
      // nothing runs
    }
  }
}
