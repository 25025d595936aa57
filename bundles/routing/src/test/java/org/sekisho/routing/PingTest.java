package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;

class PingTest {

  @Test
  void repliesAndLossInBothLanguages() {
    PingReport report = new PingReport();
    assertTrue(report.take("PING 10.0.0.2 (10.0.0.2) 64(92) bytes of data.").isEmpty());
    var first = report.take("72 bytes from 10.0.0.2: icmp_seq=1 ttl=254 time=2.06 ms");
    assertEquals("received from 10.0.0.2: icmp_seq=0 ttl=254 time=2.060ms", first.get().english());
    assertEquals("10.0.0.2から受信: シーケンス番号=0 ttl=254 時間=2.060ミリ秒", first.get().japanese());
    assertTrue(report.take("no answer yet for icmp_seq=2").isEmpty());
    report.take("72 bytes from 10.0.0.2: icmp_seq=3 ttl=254 time=1.742 ms");
    report.take("72 bytes from 10.0.0.2: icmp_seq=3 ttl=254 time=9.742 ms (DUP!)");
    var refused = report.take("From 10.0.0.1 icmp_seq=4 Destination Host Unreachable");
    assertEquals(
        "received from 10.0.0.1: icmp_seq=3 Destination Host Unreachable", refused.get().english());
    assertEquals(
        List.of("4個のパケットを送信し、2個のパケットを受信しました。50.0%パケットロス", "往復遅延 最低/平均/最大 = 1.742/1.901/2.060 ミリ秒"),
        report.summary().japanese().lines().toList());
    assertEquals(
        List.of(
            "4 packets transmitted, 2 packets received, 50.0% packet loss",
            "round-trip min/avg/max = 1.742/1.901/2.060 ms"),
        report.summary().english().lines().toList());
  }

  @Test
  void optionsBecomeThoseOfIputils() throws Exception {
    assertEquals(
        "ping -4 -n -O -s 1400 -i 0.5 -c 3 -I 192.168.100.1 -- server.example",
        String.join(
            " ",
            PingRequest.parse(
                    List.of(
                        "-s",
                        "1400",
                        "-c",
                        "3",
                        "-sa",
                        "192.168.100.1",
                        "-w",
                        "0.5",
                        "server.example"))
                .command()));
    assertEquals(
        "ping -4 -n -O -s 64 -i 1 -- 10.0.0.2",
        String.join(" ", PingRequest.parse(List.of("10.0.0.2")).command()));
  }

  @Test
  void wrongOptionsAreRefused() {
    for (List<String> words :
        List.of(
            List.of("-c", "3"),
            List.of("-c", "0", "10.0.0.1"),
            List.of("-s", "70000", "10.0.0.1"),
            List.of("-f", "1", "10.0.0.1"),
            List.of("10.0.0.1", "10.0.0.2"),
            List.of("10.0.0.1", "-c"),
            List.of("-sa", "-I", "10.0.0.1"),
            List.of("-w", "0", "10.0.0.1"),
            List.of("a;b"))) {
      assertThrows(CommandException.class, () -> PingRequest.parse(words), words.toString());
    }
  }

  @Test
  void pingsTheLoopbackInterface() throws Exception {
    StringWriter output = new StringWriter();
    run("ping -c 2 -w 0.2 127.0.0.1", new TestSession(new PrintWriter(output), Language.ENGLISH));
    List<String> lines = output.toString().lines().toList();
    assertEquals(4, lines.size(), output.toString());
    assertTrue(
        lines.get(0).matches("received from 127.0.0.1: icmp_seq=0 ttl=\\d+ time=\\d+\\.\\d{3}ms"));
    assertEquals("2 packets transmitted, 2 packets received, 0.0% packet loss", lines.get(2));
  }

  @Test
  void endsWhenInterrupted() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          TestSession[] session = new TestSession[1];
          StringWriter output = new StringWriter();
          Writer interrupting =
              new Writer() {
                @Override
                public void write(char[] text, int offset, int length) {
                  output.write(text, offset, length);
                  session[0].interrupt();
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
              };
          session[0] = new TestSession(new PrintWriter(interrupting), Language.ENGLISH);
          run("ping 127.0.0.1", session[0]);
          assertTrue(output.toString().contains("packet loss"), output.toString());
        });
  }

  @Test
  void anUnknownHostIsAnError() {
    CommandException refused =
        assertThrows(
            CommandException.class,
            () ->
                run(
                    "ping -c 1 no-such-host.invalid",
                    new TestSession(new PrintWriter(new StringWriter()), Language.ENGLISH)));
    assertFalse(refused.getMessage().isEmpty());
    assertTrue(refused.getMessage().contains("no-such-host.invalid"), refused.getMessage());
  }

  private static void run(String line, TestSession session) throws Exception {
    Argument[] words =
        Arrays.stream(line.split(" ", -1))
            .skip(1)
            .map(word -> new Argument("WORD", word, word))
            .toArray(Argument[]::new);
    Typed.run(new Ping(), session, ConfigSnapshot.EMPTY, words);
  }
}
