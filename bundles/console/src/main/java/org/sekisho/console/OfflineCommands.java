package org.sekisho.console;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.console.commands.CpuMeter;
import org.sekisho.console.commands.DisconnectCommand;
import org.sekisho.console.commands.EnvironmentCommand;
import org.sekisho.console.commands.RestartCommands;
import org.sekisho.console.commands.SessionCommands;
import org.sekisho.console.commands.SettingCommands;
import org.sekisho.console.commands.ShellCommand;
import org.sekisho.console.commands.SshKeyCommands;
import org.sekisho.console.commands.UserStatusCommands;
import org.sekisho.console.sftp.SftpSettings;
import org.sekisho.console.ssh.HostKeys;
import org.sekisho.console.ssh.UserKeys;
import org.sekisho.console.users.SshKeySettings;
import org.sekisho.console.users.UserCommands;

/** The commands of this bundle for tools that have no router. */
public final class OfflineCommands implements CommandContributor {

  private final List<Command> commands = new ArrayList<>();

  /** Declares them. */
  public OfflineCommands() {
    commands.addAll(SettingCommands.commands());
    commands.addAll(SshKeySettings.commands());
    commands.addAll(SftpSettings.commands());
    commands.addAll(new UserCommands(Optional::empty).commands());
    // Their operations are declared, never run: no router stands behind them.
    commands.addAll(new SessionCommands(null).commands());
    commands.addAll(new UserStatusCommands(null).commands());
    commands.addAll(new DisconnectCommand(null).commands());
    commands.addAll(new RestartCommands(null, () -> {}).commands());
    Path nowhere = Path.of("/dev/null");
    commands.addAll(
        new SshKeyCommands(null, new UserKeys(nowhere), new HostKeys(nowhere)).commands());
    commands.addAll(
        new EnvironmentCommand(
                null, new CpuMeter(nowhere), Map.of(), nowhere, nowhere, Instant.EPOCH)
            .commands());
    commands.addAll(new ShellCommand(Optional::empty).commands());
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
