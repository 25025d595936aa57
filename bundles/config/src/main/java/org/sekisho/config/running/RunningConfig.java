package org.sekisho.config.running;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.KnownValues;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.SealedForm;

/**
 * The running configuration. All changes go through one lock and are told to listeners in their
 * order; readers take the present state without waiting.
 */
public final class RunningConfig {

  /** How long a change waits for its listeners before the next command may be typed. */
  private static final Duration LISTENERS_TIME = Duration.ofSeconds(10);

  /** Quiet time, all bundles started, after which lines nobody knows are reported. */
  static final Duration SETTLED = Duration.ofSeconds(2);

  private final EventLog log;
  private final ConfigThread thread;
  private final SecretSeal seal;
  private final SystemFacts facts;
  private final Listeners listeners;
  private final Duration patience;
  private final BooleanSupplier booted;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Catalogue catalogue;
  private final List<ConfigReview> reviews = new ArrayList<>();
  private final IdleNotices idleNotices;
  private final Set<DormantLine> reported = new HashSet<>();
  private ConfigState saved = ConfigState.EMPTY;
  private boolean edited;
  private int settling;
  private String source = "";

  private volatile Grammar grammar = new Grammar(List.of());
  private volatile ConfigState state = ConfigState.EMPTY;
  private volatile ConfigSnapshot effective = ConfigSnapshot.EMPTY;

  /**
   * Prepares an empty configuration, with all bundles there are started.
   *
   * @param seal opens what is sealed in files, and seals what is secret
   * @param facts for the head of show config
   * @param log the event log
   * @param thread on which listeners are called
   */
  public RunningConfig(SecretSeal seal, SystemFacts facts, EventLog log, ConfigThread thread) {
    this(seal, facts, log, thread, () -> true);
  }

  /**
   * The same while bundles start.
   *
   * @param booted whether every bundle has had its turn; until then no line is called unknown
   */
  public RunningConfig(
      SecretSeal seal,
      SystemFacts facts,
      EventLog log,
      ConfigThread thread,
      BooleanSupplier booted) {
    this(seal, facts, log, thread, booted, LISTENERS_TIME);
  }

  /** The same with another time that a change waits for its listeners. */
  RunningConfig(
      SecretSeal seal,
      SystemFacts facts,
      EventLog log,
      ConfigThread thread,
      BooleanSupplier booted,
      Duration patience) {
    this.booted = booted;
    this.seal = seal;
    this.patience = patience;
    this.facts = facts;
    this.log = log;
    this.idleNotices = new IdleNotices(log);
    this.thread = thread;
    this.listeners = new Listeners(thread, log);
    this.catalogue = new Catalogue(log);
  }

  /**
   * Starts with the lines of a file. Those that are wrong or unknown are kept without effect.
   *
   * @param text the lines
   * @param name of the file, for the log
   */
  void load(String text, String name) {
    lock.lock();
    try {
      source = name;
      Draft draft = ConfigReader.read(grammar, text);
      idleNotices.of(draft);
      commit(draft);
    } finally {
      lock.unlock();
    }
  }

  /** What opens and seals secrets. */
  SecretSeal seal() {
    return seal;
  }

  /** What is there now. */
  ConfigState state() {
    return state;
  }

  /**
   * Lets another configuration run in place of this one, as one change, and waits until it has
   * effect.
   *
   * @return what the administrator should know
   */
  List<Text> become(ConfigState next) {
    CountDownLatch known;
    List<Text> notices;
    lock.lock();
    try {
      Draft draft = new Draft(next);
      // It may be of a time when other bundles were there.
      Dormancy.reconcile(draft, catalogue);
      edited = edited || !draft.state().equals(state);
      notices = idleNotices.of(draft);
      known = commit(draft);
    } finally {
      lock.unlock();
    }
    await(known);
    return notices;
  }

  /** Adds commands; lines that waited for them take effect. */
  public void addContributor(CommandContributor contributor) {
    lock.lock();
    try {
      catalogue.add(contributor);
      commandsChanged();
    } finally {
      lock.unlock();
    }
  }

  /** Takes commands away; their lines wait without effect. */
  public void removeContributor(CommandContributor contributor) {
    lock.lock();
    try {
      catalogue.remove(contributor);
      commandsChanged();
    } finally {
      lock.unlock();
    }
  }

  private void commandsChanged() {
    grammar = catalogue.grammar();
    Draft draft = new Draft(state);
    Dormancy.reconcile(draft, catalogue);
    idleNotices.of(draft);
    commit(draft);
    settleLater(++settling);
  }

  private void settleLater(int when) {
    thread.later(SETTLED, () -> settled(when));
  }

  private void settled(int when) {
    lock.lock();
    try {
      if (when != settling) {
        return;
      }
      if (!booted.getAsBoolean()) {
        settleLater(when);
        return;
      }
      for (String id : catalogue.duplicates()) {
        log.info("The command \"" + id + "\" is declared twice; the later declaration counts");
      }
      int waiting = 0;
      for (DormantLine line : state.dormant()) {
        if (!reported.add(line) || SealedForm.isIn(line.text())) {
          continue; // told before
        }
        if (line.number() > 0) {
          String error = line.error().text().english();
          log.info(source + ": line " + line.number() + ": Error: " + error);
        } else {
          waiting++;
        }
      }
      if (waiting > 0) {
        log.info(waiting + " lines of the configuration wait until their commands return");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds a listener; it learns of the running configuration at once. */
  public void addListener(ConfigListener listener) {
    addListener(listener, () -> false);
  }

  /**
   * The same with a listener that is not told any more as soon as its bundle stops, although it is
   * removed a moment later.
   *
   * @param leaving whether its bundle stops
   */
  public void addListener(ConfigListener listener, BooleanSupplier leaving) {
    listeners.add(listener, leaving);
  }

  /** Removes a listener. */
  public void removeListener(ConfigListener listener) {
    listeners.remove(listener);
  }

  /** Adds what looks at whole configurations. */
  public void addReview(ConfigReview review) {
    lock.lock();
    try {
      reviews.add(review);
    } finally {
      lock.unlock();
    }
  }

  /** Removes it. */
  public void removeReview(ConfigReview review) {
    lock.lock();
    try {
      reviews.remove(review);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the lines of a file on top of the running configuration, as one change; lines that are
   * refused are left out.
   *
   * @param content the file
   * @param apply whether the configuration changes; else only the report is made
   */
  public ImportReport importFile(byte[] content, boolean apply) {
    String text = seal.open(SourceText.decode(content)).text();
    ImportReport report;
    CountDownLatch known = null;
    lock.lock();
    try {
      Draft draft = new Draft(state);
      report = new Importer(grammar, draft, true).run(text, reviews);
      if (apply) {
        edited = edited || !draft.state().equals(state);
        known = commit(draft);
      }
    } finally {
      lock.unlock();
    }
    await(known);
    return report;
  }

  /** What understands lines now. */
  public Grammar grammar() {
    return grammar;
  }

  /** Values that the running configuration defines, for completion. */
  public KnownValues knownValues() {
    return new ConfiguredValues(effective, facts.interfaces());
  }

  /** All commands there are now. */
  public Collection<Command> commands() {
    lock.lock();
    try {
      return catalogue.commands();
    } finally {
      lock.unlock();
    }
  }

  /** What has effect, with what {@code tunnel template} lines stand for. */
  public ConfigSnapshot running() {
    return effective;
  }

  /**
   * What a change came to.
   *
   * @param error why it was refused; nothing was changed then
   * @param notices what the administrator should know
   */
  public record Outcome(Optional<CommandError> error, List<Text> notices) {}

  /** Applies a line somebody typed, and waits until it has effect. */
  public Outcome apply(Match match, Context context) {
    return change(context, batch -> batch.apply(match));
  }

  /**
   * Removes a line without effect by {@code no} and its words.
   *
   * @param why the refusal when there is no such line
   */
  public Optional<CommandError> removeUnknown(String line, Context context, CommandError why) {
    return change(context, b -> b.removeDormant(line) ? Optional.empty() : Optional.of(why))
        .error();
  }

  /**
   * Applies lines as one change.
   *
   * @return the first refusal; nothing was changed then
   */
  public Optional<CommandError> apply(List<String> lines) {
    return change(
            Context.GLOBAL,
            batch -> {
              for (String line : lines) {
                Optional<CommandError> error = batch.apply(line);
                if (error.isPresent()) {
                  return error;
                }
              }
              return Optional.empty();
            })
        .error();
  }

  private Outcome change(Context context, Function<Batch, Optional<CommandError>> lines) {
    CountDownLatch known;
    List<Text> notices;
    lock.lock();
    try {
      Draft draft = new Draft(state);
      Optional<CommandError> error = lines.apply(new Batch(grammar, draft, context, true));
      if (error.isPresent()) {
        return new Outcome(error, List.of());
      }
      edited = edited || !draft.state().equals(state);
      List<Setting> typed = draft.stored();
      List<IdleLine> reviewed =
          typed.isEmpty()
              ? List.of()
              : reviewedIdle(Templates.expand(draft.state(), grammar), typed::contains);
      notices = idleNotices.of(draft, reviewed);
      known = commit(draft);
    } finally {
      lock.unlock();
    }
    await(known);
    return new Outcome(Optional.empty(), notices);
  }

  /** Makes a draft the running configuration; the lock is held. */
  private CountDownLatch commit(Draft draft) {
    ConfigState next = draft.state();
    ConfigSnapshot before = effective;
    state = next;
    effective = Templates.expand(next, grammar);
    if (!edited) {
      saved = next;
    }
    return effective.equals(before) ? null : listeners.changed(effective);
  }

  private void await(CountDownLatch known) {
    if (known == null || thread.isCurrent()) {
      return;
    }
    try {
      if (!known.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("Applying the configuration takes longer than " + patience.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes a configuration somewhere. */
  @FunctionalInterface
  interface Writer {
    /** Writes it. */
    void write(ConfigState state) throws IOException;
  }

  /**
   * Saves the configuration; while it is written nothing changes.
   *
   * @throws IOException when it was not written; it counts as unsaved then as before
   */
  void save(Writer writer) throws IOException {
    lock.lock();
    try {
      writer.write(state);
      saved = state;
      edited = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it differs from the saved one. */
  public boolean unsaved() {
    lock.lock();
    try {
      return edited && !saved.equals(state);
    } finally {
      lock.unlock();
    }
  }

  /** What show config prints, secrets masked. */
  public List<String> shown() {
    List<String> lines = new ArrayList<>(facts.header());
    lines.addAll(ConfigPrinter.masked(state).all());
    return lines;
  }

  /**
   * The blocks of some tunnels, secrets masked.
   *
   * @param expanded whether with what {@code tunnel template} lines stand for
   */
  public List<String> shownTunnels(List<Integer> numbers, boolean expanded) {
    ConfigState printed = expanded ? new ConfigState(effective, List.of()) : state;
    return ConfigPrinter.masked(printed).tunnels(numbers);
  }

  /** The blocks of some peers, 0 for anonymous, secrets masked. */
  public List<String> shownPeers(List<Integer> numbers) {
    return ConfigPrinter.masked(state).peers(numbers);
  }

  /** The lines without effect, each with its reason. */
  public List<IdleLine> unsupported() {
    List<IdleLine> lines = new ArrayList<>(Dormancy.list(state));
    lock.lock();
    try {
      lines.addAll(reviewedIdle(effective, line -> true));
    } finally {
      lock.unlock();
    }
    return lines;
  }

  private List<IdleLine> reviewedIdle(ConfigSnapshot config, Predicate<Setting> chosen) {
    return reviews.stream()
        .filter(ConfigReview::namesIdleLines)
        .flatMap(review -> review.review(config, grammar::isCommand).stream())
        .filter(remark -> remark.idle() && chosen.test(remark.line()))
        .map(r -> new IdleLine(r.line().context(), r.line().shown(), r.text()))
        .toList();
  }
}
