package org.sekisho.schedule;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.LastingLog;

/** Looks each second which commands are due, and runs them on a thread of its own. */
@Component(
    service = {CommandContributor.class, ConfigListener.class},
    immediate = true)
public final class ScheduleComponent implements CommandContributor, ConfigListener {

  /** Tells a later version of this bundle in the same process that the start is over. */
  private static final String STARTED = "sekisho.schedule.started";

  private static final long SETTLED_SECONDS = 5;

  private final List<Command> commands = List.copyOf(new ScheduleCommands().commands());
  private final Schedule schedule = new Schedule(LocalDateTime.now(), Boolean.getBoolean(STARTED));
  private final Runner runner;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sekisho-schedule");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts the clock. */
  @Activate
  public ScheduleComponent(@Reference CommandInterpreter interpreter, BundleContext context) {
    runner = new Runner(interpreter, new LastingLog(context));
    ScheduledFuture<?> unused =
        timer.schedule(() -> guarded(this::start), SETTLED_SECONDS, TimeUnit.SECONDS);
    unused = timer.scheduleAtFixedRate(() -> guarded(this::tick), 1, 1, TimeUnit.SECONDS);
  }

  /** Stops the clock. */
  @Deactivate
  void stop() {
    timer.shutdownNow();
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    schedule.configure(after, seconds());
  }

  private void start() {
    schedule.start().forEach(runner::run);
    System.setProperty(STARTED, "true");
  }

  private void tick() {
    schedule.due(LocalDateTime.now(), seconds()).forEach(runner::run);
  }

  private static long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  /** The executor would run a task never again that threw. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      System.getLogger(ScheduleComponent.class.getName())
          .log(System.Logger.Level.ERROR, "a scheduled command failed", e);
    }
  }
}
