package org.sekisho.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.crypto.CryptoExamination;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.log.LastingLog;

/**
 * The commands that show, swap, stop and start bundles. Starts before the bundles that may have
 * been swapped in, and gives those their contents again.
 */
@Component(
    service = {CommandContributor.class, ConfigListener.class},
    immediate = true)
public final class SwapComponent
    implements CommandContributor, ConfigListener, Swapper.Surroundings {

  private static final long WATCH_SECONDS = 10;

  /** Without these nobody could start anything again. */
  private static final Set<String> NEEDED = Set.of("api", "config", "console", "swap");

  private final Swapper swapper;
  private final List<Command> commands;
  private final ServiceRegistration<?> hooks;
  private final StartTimes starts;
  private final JobThread jobs = new JobThread();
  private final List<EspCrypto> ciphers = new CopyOnWriteArrayList<>();
  private volatile CryptoExamination examination;
  private volatile ServiceComponentRuntime components;
  private volatile boolean unsigned;

  /** Takes up what was swapped in; DS calls it. */
  @Activate
  public SwapComponent(BundleContext context) throws IOException {
    Path data = BootSettings.from(context::getProperty).data();
    String home = Optional.ofNullable(context.getProperty("karaf.home")).orElse(".");
    HiddenBundles hidden = new HiddenBundles(context.getBundle());
    hooks =
        context.registerService(
            new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
            hidden,
            null);
    starts = new StartTimes(context);
    String seconds = context.getProperty("sekisho.swap.watch");
    swapper =
        new Swapper(
            context,
            new SwapStore(data.resolve("bundles")),
            new SignatureCheck(
                new TrustedSigners(List.of(Path.of(home, "signers"), data.resolve("signers")))),
            hidden,
            this,
            () -> Optional.ofNullable(components),
            new LastingLog(context),
            TimeUnit.SECONDS.toMillis(seconds == null ? WATCH_SECONDS : Long.parseLong(seconds)));
    commands =
        List.of(
            Command.setting(SwapSettings.UNSIGNED),
            BundleTable.command(new BundleTable(context, swapper, starts)::rows),
            Command.operation(SwapSettings.SWAP, this::swap),
            Command.operation(SwapSettings.STOP, this::stop),
            Command.operation(SwapSettings.START, this::start));
    swapper.resume();
  }

  @Deactivate
  void deactivate() {
    jobs.close();
    hooks.unregister();
    starts.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCipher(EspCrypto cipher) {
    ciphers.add(cipher);
  }

  void unbindCipher(EspCrypto cipher) {
    ciphers.remove(cipher);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindExamination(CryptoExamination service) {
    examination = service;
  }

  void unbindExamination(CryptoExamination service) {
    if (examination == service) {
      examination = null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindComponents(ServiceComponentRuntime runtime) {
    components = runtime;
  }

  void unbindComponents(ServiceComponentRuntime runtime) {
    if (components == runtime) {
      components = null;
    }
  }

  @Override
  public List<EspCrypto> ciphers() {
    return List.copyOf(ciphers);
  }

  @Override
  public Optional<CryptoExamination> examination() {
    return Optional.ofNullable(examination);
  }

  @Override
  public boolean permitsUnsigned() {
    return unsigned;
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    unsigned = SwapSettings.permitsUnsigned(after);
  }

  private void swap(CommandCall call) throws CommandException {
    String what = call.arguments().text(SwapSettings.WHAT);
    Bundle named = what.indexOf('/') < 0 ? swapper.find(what) : null;
    if (named != null) {
      jobs.run(call, progress -> swapper.swapBack(named, progress));
      return;
    }
    Path file;
    try {
      file = Path.of(what);
    } catch (InvalidPathException e) {
      throw unknown(what);
    }
    if (!Files.isRegularFile(file)) {
      throw unknown(what);
    }
    jobs.run(call, progress -> swapper.swapIn(file, progress));
  }

  private static CommandException unknown(String what) {
    return new CommandException(
        "There is no file and no bundle " + what + ": see show status bundle for the names",
        "ファイルもバンドルも見つかりません: " + what + " (show status bundle で確認してください)");
  }

  private Bundle named(CommandCall call) throws CommandException {
    String name = call.arguments().text(SwapSettings.NAME);
    Bundle bundle = swapper.find(name);
    if (bundle == null || !bundle.getSymbolicName().startsWith(Swapper.PREFIX)) {
      throw unknown(name);
    }
    return bundle;
  }

  private void stop(CommandCall call) throws CommandException {
    Bundle bundle = named(call);
    String name = Swapper.shortName(bundle.getSymbolicName());
    if (NEEDED.contains(name)) {
      throw new CommandException(
          name + " cannot be stopped here, nobody could start it again",
          name + " は停止できません。再び起動できなくなります");
    }
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException e) {
      throw refused(name, e);
    }
  }

  private void start(CommandCall call) throws CommandException {
    Bundle bundle = named(call);
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      throw refused(Swapper.shortName(bundle.getSymbolicName()), e);
    }
  }

  private static CommandException refused(String name, BundleException e) {
    String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return new CommandException(name + " did not do it: " + why, name + " の操作に失敗しました: " + why);
  }
}
