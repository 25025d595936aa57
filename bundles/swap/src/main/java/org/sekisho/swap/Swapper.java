package org.sekisho.swap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.Text;
import org.sekisho.api.crypto.CryptoExamination;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.log.EventLog;

/** Carries a swap out, step by step, and takes it back when it goes wrong. One at a time. */
final class Swapper {

  static final String PREFIX = "org.sekisho.";

  /** What all others are built on, and what carries swaps out. */
  private static final Set<String> FIXED = Set.of(PREFIX + "api", PREFIX + "swap");

  private static final String CONSOLE = PREFIX + "console";

  /** Services this bundle meets while it runs. */
  interface Surroundings {
    /** The ciphers that run. */
    List<EspCrypto> ciphers();

    /** The examination of ciphers, empty while it is absent. */
    Optional<CryptoExamination> examination();

    /** Whether the administrator permits bundles without a trusted signature. */
    boolean permitsUnsigned();
  }

  /** Hears of each step. */
  interface Progress {
    void step(Text text);
  }

  private final BundleContext context;
  private final Replacement replacement;
  private final SwapStore store;
  private final AppliedSwaps applied;
  private final SignatureCheck signature;
  private final HiddenBundles hidden;
  private final Surroundings surroundings;
  private final Supplier<Optional<ServiceComponentRuntime>> components;
  private final EventLog log;
  private final long watchMillis;

  /**
   * Prepares.
   *
   * @param watchMillis how long a bundle is watched after it was swapped in
   */
  Swapper(
      BundleContext context,
      SwapStore store,
      SignatureCheck signature,
      HiddenBundles hidden,
      Surroundings surroundings,
      Supplier<Optional<ServiceComponentRuntime>> components,
      EventLog log,
      long watchMillis) {
    this.context = context;
    this.store = store;
    this.signature = signature;
    this.hidden = hidden;
    this.surroundings = surroundings;
    this.components = components;
    this.log = log;
    this.watchMillis = watchMillis;
    replacement = new Replacement(context);
    applied = new AppliedSwaps(context);
  }

  /** Swaps the bundle of a file in, for the one of its name or as a new one. */
  void swapIn(Path path, Progress progress) throws CommandException {
    try {
      swapIn(BundleFile.read(store.incoming(path)), path.getFileName().toString(), progress);
    } catch (IOException | BundleException e) {
      throw failure(path.getFileName().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(path.getFileName().toString(), e);
    } finally {
      forgetIncoming();
    }
  }

  private void forgetIncoming() {
    try {
      store.forgetIncoming();
    } catch (IOException e) {
      log.info("[SWAP] a copy could not be removed: " + e.getMessage());
    }
  }

  private void swapIn(BundleFile file, String typed, Progress progress)
      throws CommandException, IOException, BundleException, InterruptedException {
    Bundle bundle = replacement.find(file.name());
    requireReplaceable(file.name(), bundle);
    boolean signed = checkSignature(file, progress);
    examine(file, progress);

    String shown = shortName(file.name());
    warnOfEnd(file.name(), progress);
    long start = System.nanoTime();
    Bundle running = bundle;
    String before = bundle == null ? "" : bundle.getVersion().toString();
    Optional<String> error = Optional.empty();
    try {
      if (bundle == null) {
        running = replacement.add(file);
      } else {
        replacement.update(bundle, file.path());
      }
    } catch (BundleException e) {
      error = Optional.of(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      running = replacement.find(file.name());
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (error.isEmpty()) {
      progress.step(
          new Text(
              "Swapped " + shown + " to " + file.version() + " in " + millis + " ms, watching it",
              shown + " を " + file.version() + " に入れ替えました (" + millis + " ms)。監視中です"));
      try (ErrorWatch watch = new ErrorWatch(context, running, components)) {
        error = watch.watch(watchMillis);
      }
    }
    if (error.isPresent()) {
      goBack(file.name(), running);
      String sentence = shown + " " + file.version() + " went wrong, " + error.get();
      log.info(
          "[SWAP] " + sentence + (before.isEmpty() ? "; removed" : "; went back to " + before));
      throw new CommandException(
          sentence + "; the bundle that ran before runs again",
          shown + " " + file.version() + " で異常が発生したため、元のバンドルに戻しました: " + error.get());
    }
    store.keep(file, signed);
    applied.put(running, file.sha256());
    log.info("[SWAP] " + shown + " " + file.version() + " of " + typed + " runs in its place");
    progress.step(new Text("No error; it stays", "異常はありません。入れ替えを確定しました"));
  }

  /** Says beforehand what the session of the administrator will not live to see. */
  static void warnOfEnd(String name, Progress progress) {
    if (name.equals(CONSOLE)) {
      progress.step(
          new Text(
              "The console is swapped now and this session ends with it: log in again,"
                  + " show log has the result",
              "コンソールを入れ替えるため、このセッションは終了します。再度ログインし、show log で結果を確認してください"));
    }
  }

  private void requireReplaceable(String name, Bundle bundle) throws CommandException {
    if (FIXED.contains(name)) {
      throw new CommandException(
          shortName(name)
              + " cannot be swapped, others are built on it: install a new distribution",
          shortName(name) + " は入れ替えられません。新しいディストリビューションを使用してください");
    }
    if (bundle == null) {
      return;
    }
    if (!name.startsWith(PREFIX) && !Replacement.isAddition(bundle)) {
      throw new CommandException(
          name + " is a library of the distribution: install a new distribution",
          name + " はディストリビューションのライブラリです。新しいディストリビューションを使用してください");
    }
    int touched = replacement.touchedWith(bundle).size() - 1;
    if (touched > 0) {
      throw new CommandException(
          shortName(name) + " cannot be swapped, " + touched + " other bundles would stop with it",
          shortName(name) + " は入れ替えられません。他のバンドル " + touched + " 個も停止します");
    }
  }

  private boolean checkSignature(BundleFile file, Progress progress)
      throws CommandException, IOException {
    try {
      String signer = signature.verify(file.path(), shortName(file.name()));
      progress.step(new Text("Signed by " + signer, "署名者: " + signer));
      return true;
    } catch (CommandException e) {
      if (!surroundings.permitsUnsigned()) {
        log.info("[SWAP] " + e.getMessage());
        throw e;
      }
      progress.step(
          new Text("No trusted signature, which is permitted", "信頼できる署名はありませんが、許可されています"));
      return false;
    }
  }

  private void examine(BundleFile file, Progress progress)
      throws CommandException, IOException, BundleException, InterruptedException {
    try (SideInstance side = new SideInstance(context, hidden, file)) {
      side.requireResolution();
      progress.step(new Text("Everything it needs is here", "必要なものは揃っています"));
      if (side.isCrypto()) {
        CryptoExamination examination =
            surroundings
                .examination()
                .orElseThrow(
                    () ->
                        new CommandException(
                            "Ciphers cannot be examined: start the bundle crypto-admission",
                            "暗号を検査できません。バンドル crypto-admission を起動してください"));
        side.examine(examination, witnesses(surroundings.ciphers(), file.name()));
        progress.step(new Text("It passed the examination of ciphers", "暗号の検査に合格しました"));
      }
    } catch (CommandException e) {
      log.info("[SWAP] " + e.getMessage());
      throw e;
    }
  }

  /** Those that run, but for the one that is replaced: its faults may be the reason. */
  static List<EspCrypto> witnesses(List<EspCrypto> running, String name) {
    return running.stream()
        .filter(c -> !name.equals(FrameworkUtil.getBundle(c.getClass()).getSymbolicName()))
        .toList();
  }

  /** Whatever ran before: what was swapped in earlier, else the distribution's, else nothing. */
  private void goBack(String name, Bundle bundle) throws IOException, BundleException {
    if (bundle == null) {
      return;
    }
    SwapStore.Entry earlier = store.entries().get(name);
    if (earlier != null) {
      replacement.update(bundle, earlier.jar());
      applied.put(bundle, earlier.sha256());
    } else if (Replacement.isAddition(bundle)) {
      bundle.uninstall();
    } else {
      replacement.restore(bundle);
    }
    if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.UNINSTALLED) {
      bundle.start(Bundle.START_TRANSIENT);
    }
  }

  /** Goes back to what the distribution has. */
  void swapBack(Bundle bundle, Progress progress) throws CommandException {
    String name = bundle.getSymbolicName();
    String shown = shortName(name);
    try {
      if (!store.entries().containsKey(name)) {
        throw new CommandException(
            shown + " is the distribution's: name a file to swap it",
            shown + " はディストリビューションのままです。ファイル名を指定してください");
      }
      warnOfEnd(name, progress);
      store.forget(name);
      goBack(name, bundle);
      applied.remove(name);
      String now = Replacement.isAddition(bundle) ? "is gone" : "is the distribution's again";
      log.info("[SWAP] " + shown + " " + now);
      progress.step(new Text(shown + " " + now, shown + " をディストリビューションの状態に戻しました"));
    } catch (IOException | BundleException e) {
      throw failure(shown, e);
    }
  }

  /** Takes up again what was swapped in before the router stopped. */
  void resume() throws IOException {
    for (var entry : store.entries().entrySet()) {
      String name = entry.getKey();
      try {
        resume(name, entry.getValue());
      } catch (CommandException | BundleException | IOException e) {
        log.info("[SWAP] " + shortName(name) + " is the distribution's: " + e.getMessage());
      }
    }
  }

  private void resume(String name, SwapStore.Entry entry)
      throws IOException, CommandException, BundleException {
    BundleFile file = BundleFile.read(entry.jar());
    if (!file.sha256().equals(entry.sha256())) {
      throw new CommandException(
          entry.jar() + " was changed: type bundle swap with a good file",
          entry.jar() + " が変更されています");
    }
    if (entry.signed()) {
      signature.verify(entry.jar(), shortName(name));
    }
    Bundle bundle = replacement.find(name);
    if (bundle == null) {
      bundle = replacement.add(file);
    } else if (!applied.has(bundle, entry.sha256())) {
      replacement.update(bundle, entry.jar());
    } else {
      return;
    }
    applied.put(bundle, entry.sha256());
    log.info("[SWAP] " + shortName(name) + " " + file.version() + " runs in its place again");
  }

  /** Names of the bundles that were swapped in. */
  Set<String> swapped() throws IOException {
    return store.entries().keySet();
  }

  /** The installed bundle of a name, with or without {@code org.sekisho.}; null for none. */
  Bundle find(String name) {
    Bundle bundle = replacement.find(PREFIX + name);
    return bundle == null ? replacement.find(name) : bundle;
  }

  /** A symbolic name as the commands show it. */
  static String shortName(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  private CommandException failure(String what, Exception cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    log.info("[SWAP] " + what + ": " + message);
    return new CommandException(
        what + " was not swapped: " + message, what + " は入れ替えられませんでした: " + message);
  }
}
