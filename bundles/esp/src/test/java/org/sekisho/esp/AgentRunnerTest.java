package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.log.LogLevel;

@Timeout(20)
class AgentRunnerTest {

  @Test
  void aFailureIsLoggedOnceAndTheLoopGoesOn() throws InterruptedException {
    CountDownLatch turnsToCome = new CountDownLatch(5);
    AtomicInteger turns = new AtomicInteger();
    Agent agent =
        new Agent() {
          @Override
          public int doWork() throws IOException {
            turnsToCome.countDown();
            if (turns.incrementAndGet() == 1) {
              throw new IOException("socket is closed");
            }
            if (turns.get() == 3) {
              throw new IllegalStateException("a bug");
            }
            if (turns.get() == 4) {
              throw new NoClassDefFoundError("of a bundle that left");
            }
            return 1;
          }

          @Override
          public String roleName() {
            return "test-loop";
          }

          @Override
          public void wakeup() {}
        };
    ListLog log = new ListLog();
    AgentRunner runner = new AgentRunner(agent, log);
    runner.start();
    assertTrue(turnsToCome.await(10, TimeUnit.SECONDS), "the loop has ended");
    runner.close();
    assertEquals(List.of("[IPSEC] test-loop: socket is closed"), log.texts(LogLevel.INFO));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("test-loop")));
  }
}
