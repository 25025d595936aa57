package org.sekisho.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.tunnel.TunnelState;
import org.sekisho.testkit.RecordingLog;

/** When a slot is confirmed and when it goes back, on a clock of our own. */
class HealthCheckTest {

  private static final String TRIAL = "slot=B\nversion=2\ntrial=on\ndone\n";
  private static final String USUAL = "slot=B\nversion=2\ntrial=off\ndone\n";

  @TempDir Path data;
  private final AtomicLong now = new AtomicLong();
  private final RecordingLog log = new RecordingLog();
  private FakeBox box;
  private HealthCheck check;
  private ServerSocketChannel console;

  @BeforeEach
  void start() throws Exception {
    box = new FakeBox(data.resolve("box.sock"));
    check = new HealthCheck(new Box(box.socket), data, log, now::get);
  }

  @AfterEach
  void stop() throws Exception {
    check.stop();
    box.close();
    if (console != null) {
      console.close();
    }
  }

  private void consoleAnswers() throws Exception {
    console = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    console.bind(UnixDomainSocketAddress.of(data.resolve("console.sock")));
  }

  private void configurationIsLoaded() {
    check.changed(ConfigSnapshot.EMPTY, ConfigSnapshot.EMPTY);
  }

  private void tunnelIsUp(boolean up) {
    check.tunnels = () -> List.of(new TunnelState(100, true, up, Instant.EPOCH));
  }

  @Test
  void aStartIsGoodWhenConfigurationAndConsoleAreThere() throws Exception {
    box.answers.put("status", USUAL);
    check.look();
    configurationIsLoaded();
    check.look();
    assertEquals(List.of("status", "status"), box.requests);
    consoleAnswers();
    check.look();
    check.look(); // once is enough
    assertEquals(List.of("status", "status", "status", "good"), box.requests);
  }

  @Test
  void anUpdateIsGoodWhenItsTunnelsAreUpAgain() throws Exception {
    tunnelIsUp(true);
    new TunnelNotes(data).write(check.tunnels);
    tunnelIsUp(false);
    box.answers.put("status", TRIAL);
    configurationIsLoaded();
    consoleAnswers();
    check.look();
    assertTrue(log.texts().toString().contains("tunnel 100 is not up again"));
    tunnelIsUp(true);
    check.look();
    assertEquals("good", box.requests.get(box.requests.size() - 1));
  }

  @Test
  void anUpdateWhoseTunnelsStayDownGoesBackWithTheReason() throws Exception {
    tunnelIsUp(true);
    new TunnelNotes(data).write(check.tunnels);
    check.tunnels = null;
    box.answers.put("status", TRIAL);
    configurationIsLoaded();
    consoleAnswers();
    now.set(Duration.ofMinutes(10).toNanos());
    check.look();
    assertEquals(List.of("status"), box.requests);
    now.set(Duration.ofMinutes(10).toNanos() + 1);
    check.look();
    assertEquals(
        "failed tunnel 100 is not up again after 10 minutes",
        box.requests.get(box.requests.size() - 1));
  }

  @Test
  void anOldSlotThatIsIllStays() throws Exception {
    box.answers.put("status", USUAL);
    now.set(Duration.ofHours(1).toNanos());
    check.look();
    assertEquals(List.of("status"), box.requests);
  }
}
