package org.sekisho.swap;

import java.util.Queue;
import java.util.concurrent.CountDownLatch;
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

  /** A session that is gone prints nothing any more; the job goes on all the same. */
  private static final long PRINT_MILLIS = 1_000;

  /** What is to be done. */
  interface Job {
    void run(Swapper.Progress progress) throws CommandException;
  }

  /** A step, and whether it was printed. */
  private record Step(Text text, CountDownLatch printed) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "sekisho-swap");
            made.setDaemon(true);
            // Else that of whoever asks first: the console's, which may be gone in the middle.
            made.setContextClassLoader(JobThread.class.getClassLoader());
            return made;
          });

  /**
   * Runs a job and prints its steps as they come. The job goes on when a step is printed: the next
   * one may end the session.
   */
  void run(CommandCall call, Job job) throws CommandException {
    LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    Future<?> end =
        thread.submit(
            () -> {
              job.run(text -> printed(text, steps));
              return null;
            });
    try {
      while (!end.isDone() || !steps.isEmpty()) {
        Step step = steps.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (step != null) {
          call.out().println(call.text(step.text.english(), step.text.japanese()));
          call.out().flush();
          step.printed.countDown();
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

  private static void printed(Text text, Queue<Step> steps) {
    Step step = new Step(text, new CountDownLatch(1));
    steps.add(step);
    try {
      step.printed.await(PRINT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the router stops: what waits next sees it
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
