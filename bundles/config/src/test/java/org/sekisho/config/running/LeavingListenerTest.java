package org.sekisho.config.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.testkit.RecordingLog;

/** A listener's bundle may be stopped as soon as it was removed. */
@Timeout(30)
class LeavingListenerTest {

  private final ConfigThread thread = ConfigThread.start();
  private final Listeners listeners = new Listeners(thread, new RecordingLog());

  @AfterEach
  void stop() {
    thread.stop();
  }

  @Test
  void isNotCalledOnceRemovalReturnedThoughACallWasQueued() {
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    ConfigListener listener = (before, after) -> calls.incrementAndGet();
    thread.execute(() -> await(hold));
    listeners.add(listener, () -> false);
    Thread remover = new Thread(() -> listeners.remove(listener));
    remover.start();
    while (remover.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    hold.countDown();
    join(remover);
    await(listeners.changed(ConfigSnapshot.EMPTY));
    assertEquals(0, calls.get());
  }

  @Test
  void removalWaitsForTheCallThatIsRunning() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean busy = new AtomicBoolean();
    ConfigListener slow =
        (before, after) -> {
          busy.set(true);
          inside.countDown();
          await(release);
          busy.set(false);
        };
    listeners.add(slow, () -> false);
    await(inside);
    Thread remover =
        new Thread(
            () -> {
              listeners.remove(slow);
              assertFalse(busy.get());
            });
    AtomicBoolean failed = new AtomicBoolean();
    remover.setUncaughtExceptionHandler((t, e) -> failed.set(true));
    remover.start();
    release.countDown();
    join(remover);
    assertFalse(failed.get());
  }

  /** Its commands go first when a bundle stops; SAs and addresses must not go with their lines. */
  @Test
  void isNotToldOfSettingsThatLeaveWithItsOwnBundle() {
    AtomicBoolean stopping = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    listeners.add((before, after) -> calls.incrementAndGet(), stopping::get);
    await(listeners.changed(ConfigSnapshot.EMPTY));
    assertEquals(2, calls.get());
    stopping.set(true);
    await(listeners.changed(ConfigSnapshot.EMPTY));
    assertEquals(2, calls.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
