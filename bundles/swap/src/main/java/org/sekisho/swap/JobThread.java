package org.sekisho.swap;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.Text;

/**
 * Runs swaps on a thread of their own, one after the other: the session that asked may end with the
 * console that is being swapped.
 */
final class JobThread implements AutoCloseable {

  private static final long LOOK_MILLIS = 50;

  /** What is to be done. */
  interface Job {
    void run(Swapper.Progress progress) throws CommandException;
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "sekisho-swap");
            made.setDaemon(true);
            // Else that of whoever asks first: the console's, which may be gone in the middle.
            made.setContextClassLoader(JobThread.class.getClassLoader());
            return made;
          });

  /** Runs a job and prints its steps as they come. */
  void run(CommandCall call, Job job) throws CommandException {
    LinkedBlockingQueue<Text> steps = new LinkedBlockingQueue<>();
    Future<?> end =
        thread.submit(
            () -> {
              job.run(steps::add);
              return null;
            });
    try {
      while (!end.isDone() || !steps.isEmpty()) {
        Text step = steps.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (step != null) {
          call.out().println(call.text(step.english(), step.japanese()));
          call.out().flush();
        }
      }
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
