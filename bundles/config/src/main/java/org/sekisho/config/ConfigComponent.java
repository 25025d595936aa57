package org.sekisho.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.Session;
import org.sekisho.api.config.Text;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;

/**
 * The services of this bundle. The whiteboards are components of their own: a listener may need
 * {@link ConfigStore} itself, and would wait for a component that waits for it.
 */
@Component(
    service = {CommandInterpreter.class, ConfigStore.class, ConfigComponent.class},
    immediate = true)
public final class ConfigComponent implements CommandInterpreter, ConfigStore {

  private final ConfigThread thread;
  private final RunningConfig running;
  private final ConfigLife life;
  private final Interpreter interpreter;

  /** Loads the configuration; called by Declarative Services. */
  @Activate
  public ConfigComponent(BundleContext context) {
    this(context, new LastingLog(context));
  }

  /** The same with a given log. */
  public ConfigComponent(BundleContext context, EventLog log) {
    BootSettings boot = BootSettings.from(context::getProperty);
    Version version = context.getBundle().getVersion();
    SystemFacts facts =
        new SystemFacts(
            version.getMajor() + "." + version.getMinor() + "." + version.getMicro(),
            boot.interfaces(),
            LocalDateTime::now);
    Path key = boot.boxKey().orElse(boot.data().resolve(SecretSeal.KEY_FILE));
    SecretSeal seal = new SecretSeal(key);
    try {
      seal.prepare();
    } catch (IOException e) {
      log.info("The box key cannot be used, so no configuration can be saved: " + e.getMessage());
    }
    thread = ConfigThread.start();
    running = new RunningConfig(seal, facts, log, thread, () -> StartOrder.isOver(context));
    life = new ConfigLife(running, boot.data(), facts, log, thread);
    interpreter = new Interpreter(running);
    running.addContributor(new LanguageCommands(running, life, log));
    life.boot(boot.initialConfig());
  }

  /** Ends the configuration's thread. */
  @Deactivate
  void deactivate() {
    thread.stop();
  }

  RunningConfig runningConfig() {
    return running;
  }

  @Override
  public Optional<CommandError> execute(String line, Session session) {
    return interpreter.execute(line, session);
  }

  @Override
  public List<Candidate> candidates(String line, Session session) {
    return interpreter.candidates(line, session);
  }

  @Override
  public Optional<String> masked(String line) {
    return interpreter.masked(line);
  }

  @Override
  public Collection<Command> commands() {
    return interpreter.commands();
  }

  @Override
  public ConfigSnapshot running() {
    return running.running();
  }

  @Override
  public Optional<CommandError> apply(List<String> lines) {
    return running.apply(lines);
  }

  @Override
  public void save() throws IOException {
    life.save(OptionalInt.empty(), "");
  }

  @Override
  public boolean confirm() throws IOException {
    return life.confirm();
  }

  @Override
  public boolean startNextFrom(int slot) throws IOException {
    return life.bootNextFrom(slot);
  }

  @Override
  public List<Saved> saved() throws IOException {
    return life.list().stream().map(s -> new Saved(s.name(), s.saved(), s.size())).toList();
  }

  @Override
  public Optional<byte[]> saved(String name) throws IOException {
    boolean there = life.list().stream().anyMatch(s -> s.name().equals(name));
    return there ? life.read(name) : Optional.empty();
  }

  @Override
  public Optional<Text> replaceSaved(int slot, byte[] content) throws IOException {
    return life.replace(slot, content);
  }

  @Override
  public void erase() throws IOException {
    life.erase();
  }

  @Override
  public int booted() {
    return life.booted();
  }

  @Override
  public int preferred() throws IOException {
    return life.preferred();
  }

  @Override
  public boolean unsaved() {
    return running.unsaved();
  }

  @Override
  public List<String> shown() {
    return running.shown();
  }
}
