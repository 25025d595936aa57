package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

@Timeout(20)
class RouterLogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2017-07-15T00:55:33Z"), ZoneOffset.UTC);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable c : open) {
      c.close();
    }
  }

  @Test
  void recordsInfoAndDropsDebugAndNoticeByDefault() {
    RouterLog log = log(9);
    log.info("one");
    log.log(LogLevel.DEBUG, "two");
    log.log(LogLevel.NOTICE, "three");
    assertEquals(List.of("one"), texts(log));
  }

  @Test
  void levelsFollowTheConfiguration() {
    RouterLog log = log(9);
    log.changed(
        ConfigSnapshot.EMPTY, config(log, set("syslog debug", "on"), set("syslog info", "off")));
    log.info("one");
    log.log(LogLevel.DEBUG, "two");
    assertEquals(List.of("two"), texts(log));
  }

  @Test
  void controlCharactersCannotForgeALine() {
    RouterLog log = log(9);
    log.info("name \"x\r\n2017/07/15 faked\u001b[2J\"");
    assertEquals(List.of("name \"x??2017/07/15 faked?[2J\""), texts(log));
  }

  @Test
  void subscribersSeeLinesUntilTheyClose() throws Exception {
    RouterLog log = log(9);
    List<String> seen = new ArrayList<>();
    AutoCloseable failing =
        log.subscribe(
            e -> {
              throw new IllegalStateException("a subscriber's fault");
            });
    AutoCloseable handle = log.subscribe(e -> seen.add(e.text()));
    log.info("one");
    handle.close();
    failing.close();
    log.info("two");
    assertEquals(List.of("one"), seen);
  }

  @Test
  void sendsToTheSyslogHosts() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatagramSocket receiver = new DatagramSocket(0, loopback);
    open.add(receiver);
    receiver.setSoTimeout(10_000);
    RouterLog log = log(receiver.getLocalPort());
    int source;
    try (DatagramSocket free = new DatagramSocket(0, loopback)) {
      source = free.getLocalPort();
    }
    log.changed(
        ConfigSnapshot.EMPTY,
        config(
            log,
            set("syslog host", "127.0.0.1"),
            set("syslog facility", "local3"),
            set("syslog srcport", source)));
    log.info("IP Tunnel[100] Up");

    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    receiver.receive(packet);
    assertEquals(
        "<158>IP Tunnel[100] Up",
        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    assertEquals(source, packet.getPort());
  }

  @Test
  void aStuckPlaceLosesLinesAndNeverHoldsTheCaller() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicLong lost = new AtomicLong();
    List<String> delivered = new ArrayList<>();
    LogQueue queue =
        new LogQueue(
            3,
            List.of(
                e -> {
                  entered.countDown();
                  await(release);
                  delivered.add(e.text());
                }),
            lost::addAndGet);
    queue.offer(entry("first"));
    entered.await();
    for (int i = 0; i < 10; i++) {
      queue.offer(entry("line " + i));
    }
    release.countDown();
    queue.close();
    assertEquals(List.of("first", "line 0", "line 1", "line 2"), delivered);
    assertEquals(7, lost.get());
  }

  @Test
  void aFailingHostIsReportedOnceAndTriedAgainLater() {
    AtomicLong now = new AtomicLong();
    List<String> reports = new ArrayList<>();
    SyslogSender sender = new SyslogSender(9, now::get, reports::add, file -> List.of());
    ConfigSnapshot config =
        config(log(9), set("syslog host", "no-such-host.invalid"), set("syslog srcport", 20514));
    sender.settings(LogSettings.from(config));
    sender.accept(entry("one"));
    sender.accept(entry("two"));
    now.set(31_000_000_000L);
    sender.accept(entry("three"));
    sender.close();
    assertEquals(1, reports.size(), reports::toString);
    assertTrue(reports.get(0).startsWith("syslog: cannot send to no-such-host.invalid"));
  }

  @Test
  void aSourcePortThatIsTakenIsReportedOnceAndTriedAgain() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatagramSocket receiver = new DatagramSocket(0, loopback);
    open.add(receiver);
    receiver.setSoTimeout(10_000);
    AtomicLong now = new AtomicLong();
    List<String> reports = new ArrayList<>();
    SyslogSender sender =
        new SyslogSender(receiver.getLocalPort(), now::get, reports::add, file -> List.of());
    open.add(sender::close);
    try (DatagramSocket other = new DatagramSocket(0)) {
      sender.settings(settings("yamaha", other.getLocalPort()));
      sender.accept(entry("lost"));
      now.addAndGet(1_000_000_000L);
      sender.accept(entry("lost too"));
    }
    sender.accept(entry("too early"));
    now.addAndGet(1_000_000_000L);
    sender.accept(entry("sent"));
    assertEquals("<14>sent", received(receiver));
    assertEquals(1, reports.size(), reports::toString);
    assertTrue(reports.get(0).startsWith("syslog: cannot send from port "), reports::toString);
  }

  @Test
  void theSocketOutlivesAChangeOfFormat() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatagramSocket receiver = new DatagramSocket(0, loopback);
    open.add(receiver);
    receiver.setSoTimeout(10_000);
    int source;
    try (DatagramSocket free = new DatagramSocket(0)) {
      source = free.getLocalPort();
    }
    SyslogSender sender =
        new SyslogSender(receiver.getLocalPort(), () -> 0, text -> {}, file -> List.of());
    open.add(sender::close);
    sender.settings(settings("yamaha", source));
    sender.accept(entry("one"));
    assertEquals("<14>one", received(receiver));
    sender.settings(settings("rfc3164", source));
    sender.accept(entry("two"));
    assertTrue(received(receiver).matches("<14>[A-Z][a-z]{2} [ 0-9:]{11} - two"));
  }

  private LogSettings settings(String format, int source) {
    return LogSettings.from(
        config(
            log(9),
            set("syslog host", "127.0.0.1"),
            set("syslog format type", format),
            set("syslog srcport", source)));
  }

  private static String received(DatagramSocket receiver) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    receiver.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  private RouterLog log(int port) {
    RouterLog log = new RouterLog(CLOCK, port);
    open.add(log::stop);
    return log;
  }

  private static LogEntry entry(String text) {
    return new LogEntry(Instant.EPOCH, LogLevel.INFO, text);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> texts(RouterLog log) {
    return log.entries().stream().map(LogEntry::text).toList();
  }

  private record Line(String id, Object value) {}

  private static Line set(String id, Object value) {
    return new Line(id, value);
  }

  /** A configuration of settings with one parameter each, from the declarations of the commands. */
  private static ConfigSnapshot config(RouterLog log, Line... lines) {
    List<Setting> settings = new ArrayList<>();
    for (Line line : lines) {
      Command command =
          new LogCommands(log)
              .commands().stream()
                  .filter(c -> c.spec().id().equals(line.id()))
                  .findFirst()
                  .orElseThrow();
      String parameter = command.spec().parameters().keySet().iterator().next();
      Argument argument = new Argument(parameter, line.value(), line.value().toString());
      String text = line.id() + " " + line.value();
      settings.add(
          new Setting(
              command.spec(),
              Context.GLOBAL,
              List.of(),
              new Arguments(List.of(argument), List.of()),
              text,
              text));
    }
    return new ConfigSnapshot(settings);
  }
}
