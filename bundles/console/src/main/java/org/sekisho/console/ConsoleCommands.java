package org.sekisho.console;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.boot.BootSettings;
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

/** Contributes the commands of the console. */
@Component(immediate = true)
public final class ConsoleCommands implements CommandContributor {

  private final List<Command> commands = new ArrayList<>();
  private final ScheduledFuture<?> sampling;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SessionFactory shell;

  /** Declares the commands. */
  @Activate
  public ConsoleCommands(@Reference Consoles consoles, BundleContext context) {
    BootSettings boot = BootSettings.from(context::getProperty);
    CpuMeter cpu = new CpuMeter(Path.of("/proc/stat"));
    sampling =
        consoles
            .timer()
            .scheduleAtFixedRate(cpu::sample, 0, CpuMeter.PERIOD_SECONDS, TimeUnit.SECONDS);
    Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    commands.addAll(SettingCommands.commands());
    commands.addAll(SshKeySettings.commands());
    commands.addAll(SftpSettings.commands());
    commands.addAll(new UserCommands(consoles::store).commands());
    commands.addAll(new SessionCommands(consoles).commands());
    commands.addAll(new UserStatusCommands(consoles).commands());
    commands.addAll(new DisconnectCommand(consoles).commands());
    commands.addAll(
        new SshKeyCommands(
                consoles, new UserKeys(boot.data()), new HostKeys(boot.data().resolve("ssh")))
            .commands());
    commands.addAll(
        new EnvironmentCommand(
                consoles,
                cpu,
                boot.interfaces(),
                Path.of("/"),
                boot.data().resolve("serial"),
                started)
            .commands());
    commands.addAll(new RestartCommands(consoles, () -> restart(context)).commands());
    commands.addAll(new ShellCommand(() -> Optional.ofNullable(shell)).commands());
  }

  /** Karaf ends with exit code 10 then, and the launcher or the service manager starts it anew. */
  private static void restart(BundleContext context) {
    System.setProperty("karaf.restart", "true");
    System.setProperty("karaf.restart.jvm", "true");
    try {
      context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
    } catch (BundleException e) {
      throw new IllegalStateException("the framework does not stop", e);
    }
  }

  /** Stops measuring. */
  @Deactivate
  void stop() {
    sampling.cancel(false);
  }

  @Override
  public Collection<Command> commands() {
    return List.copyOf(commands);
  }
}
