package org.sekisho.config.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.config.RouterCommands;
import org.sekisho.testkit.RecordingLog;

class SlowListenerTest {

  @Test
  @Timeout(30)
  void holdsACommandUpForALimitedTimeAndIsTold() {
    RecordingLog log = new RecordingLog();
    ConfigThread thread = ConfigThread.start();
    SystemFacts facts = new SystemFacts("0.1.0", Map.of(), () -> LocalDateTime.MIN);
    RunningConfig running =
        new RunningConfig(
            SecretSeal.beside(Path.of("/nonexistent/config0")),
            facts,
            log,
            thread,
            () -> true,
            Duration.ofMillis(20));
    running.addContributor(RouterCommands.everything());
    CountDownLatch release = new CountDownLatch(1);
    running.addListener(
        (before, after) -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertEquals(Optional.empty(), running.apply(List.of("ipsec auto refresh on")));
    assertEquals(1, running.running().settings().size());
    assertEquals(List.of("Applying the configuration takes longer than 0 s"), log.texts());
    release.countDown();
    thread.stop();
    assertEquals(Optional.empty(), running.apply(List.of("ipsec auto refresh off")));
  }
}
