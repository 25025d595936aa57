package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.testkit.RecordingLog;

/** Sessions side by side, listeners, and bundles that come and go meanwhile. */
@Timeout(60)
class ConcurrencyTest {

  @TempDir Path data;
  private final RecordingLog log = new RecordingLog();
  private ConfigThread thread;
  private RunningConfig running;
  private Interpreter interpreter;
  private ExecutorService sessions;

  @BeforeEach
  void start() {
    thread = ConfigThread.start();
    SystemFacts facts = new SystemFacts("0.1.0", Map.of(), () -> LocalDateTime.MIN);
    running = new RunningConfig(SecretSeal.beside(data.resolve("config0")), facts, log, thread);
    ConfigLife life = new ConfigLife(running, data, facts, log, thread);
    interpreter = new Interpreter(running);
    running.addContributor(new LanguageCommands(running, life, log));
    running.addContributor(RouterCommands.everything());
    sessions = Executors.newFixedThreadPool(4);
  }

  @AfterEach
  void stop() {
    sessions.shutdownNow();
    thread.stop();
  }

  /** Checks that each change starts where the one before ended, on one thread. */
  private static final class Chain implements ConfigListener {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile ConfigSnapshot last;
    private volatile boolean broken;
    private volatile int changes;

    @Override
    // One thread updates, as the test itself proves; the very snapshot must come back.
    @SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"})
    public void changed(ConfigSnapshot before, ConfigSnapshot after) {
      threads.add(Thread.currentThread());
      broken |= last == null ? before != ConfigSnapshot.EMPTY : before != last;
      last = after;
      changes++;
    }
  }

  @Test
  void noChangeGetsLostAndListenersSeeOneChain() throws Exception {
    Chain chain = new Chain();
    running.addListener(chain);
    List<Future<Optional<CommandError>>> all = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      int session = s;
      all.add(
          sessions.submit(
              () -> {
                TypingSession typing = new TypingSession();
                for (int i = 1; i <= 100; i++) {
                  String line = "description " + (session * 100 + i) + " x";
                  Optional<CommandError> error = interpreter.execute(line, typing);
                  if (error.isPresent()) {
                    return error;
                  }
                  running.shown();
                }
                return Optional.empty();
              }));
    }
    for (Future<Optional<CommandError>> one : all) {
      assertEquals(Optional.empty(), one.get());
    }
    assertEquals(400, running.running().settings().size());
    assertSame(running.running(), chain.last);
    assertEquals(401, chain.changes);
    assertTrue(!chain.broken);
    assertEquals(1, chain.threads.size());
  }

  @Test
  void settingHasEffectBeforeTheNextCommand() {
    Chain chain = new Chain();
    running.addListener(chain);
    TypingSession typing = new TypingSession();
    for (int i = 1; i <= 50; i++) {
      interpreter.execute("description " + i + " x", typing);
      assertSame(running.running(), chain.last);
    }
  }

  @Test
  void listenerMayChangeTheConfigurationItself() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    running.addListener(
        (before, after) -> {
          if (after.settings().size() == 1) {
            running.apply(List.of("description 2 y"));
            done.countDown();
          }
        });
    interpreter.execute("description 1 x", new TypingSession());
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertEquals(2, running.running().settings().size());
  }

  @Test
  void faultyListenerDisturbsNobody() {
    Chain chain = new Chain();
    running.addListener(
        (before, after) -> {
          throw new IllegalStateException("bug");
        });
    running.addListener(chain);
    interpreter.execute("description 1 x", new TypingSession());
    assertSame(running.running(), chain.last);
    assertTrue(log.texts().get(0).startsWith("A part of the router could not apply"));
  }

  @Test
  void bundlesComeAndGoWhileSessionsType() throws Exception {
    CommandContributor extra =
        RouterCommands.of(List.of(RouterCommands.operation("extra operation")));
    Chain chain = new Chain();
    running.addListener(chain);
    Future<?> churn =
        sessions.submit(
            () -> {
              for (int i = 0; i < 100; i++) {
                running.addContributor(extra);
                running.removeContributor(extra);
              }
            });
    Future<?> typing =
        sessions.submit(
            () -> {
              TypingSession session = new TypingSession();
              for (int i = 1; i <= 100; i++) {
                interpreter.execute("ipsec ike version " + i + " 2", session);
                interpreter.candidates("ipsec ", session);
              }
            });
    churn.get();
    typing.get();
    assertEquals(100, running.running().all("ipsec ike version").size());
    assertTrue(!chain.broken);
  }
}
