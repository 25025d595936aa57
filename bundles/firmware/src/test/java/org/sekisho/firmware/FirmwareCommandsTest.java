package org.sekisho.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;

/** What the commands ask of the box, and what they print. */
class FirmwareCommandsTest {

  private static final String STATUS =
      "slot=A\nversion=1\nother-version=2\nother-state=good\nnext=B\ntrial=off\nfailed=\n"
          + "serial=S0123456789\ndone\n";

  @TempDir Path data;
  private FakeBox box;
  private FirmwareCommands commands;

  @BeforeEach
  void start() throws IOException {
    box = new FakeBox(data.resolve("box.sock"));
    box.answers.put("status", STATUS);
    commands = new FirmwareCommands(new Box(box.socket), data);
  }

  @AfterEach
  void stop() throws IOException {
    box.close();
  }

  private String run(String id, String source, boolean restart) throws CommandException {
    List<Argument> typed = new ArrayList<>();
    if (!source.isEmpty()) {
      typed.add(new Argument("SOURCE", source, source));
    }
    if (restart) {
      typed.add(new Argument("restart", "restart", "restart"));
    }
    Command command =
        commands.commands().stream().filter(c -> c.spec().id().equals(id)).findFirst().get();
    StringWriter out = new StringWriter();
    ((Command.Run) command.behaviour())
        .action()
        .run(
            new CommandCall(
                new Arguments(typed, List.of()),
                new ScriptedSession(new PrintWriter(out, true)),
                ConfigSnapshot.EMPTY));
    return out.toString();
  }

  @Test
  void aFileIsInstalledWithProgress() throws Exception {
    box.answers.put(
        "install", "progress 0 Installing\nprogress 47 Copying\nprogress 100 Done\ndone\n");
    assertEquals(
        """
          0% Installing
        100% Done
        Version 2 is in slot B. It starts at the next restart and has to prove itself.
        """,
        run("firmware update", "/media/x.raucb", false));
    assertEquals(List.of("install /media/x.raucb", "status"), box.requests);
  }

  @Test
  void eachPercentageIsToldOnceByTheWorkToCome() throws Exception {
    box.answers.put(
        "install",
        """
        progress 0 Installing
        progress 0 Determining slot states
        progress 20 Determining slot states done.
        progress 20 Checking bundle
        progress 20 Verifying signature
        progress 40 Verifying signature done.
        progress 40 Checking bundle done.
        progress 40 Checking manifest contents
        progress 90 Checking slot rootfs.1 (bad) done.
        progress 90 Copying image to rootfs.1
        progress 95 Copying image to rootfs.1
        progress 100 Copying image to rootfs.1 done.
        progress 100 Updating slots done.
        progress 100 Installing done.
        done
        """);
    assertEquals(
        """
          0% Installing
         20% Checking bundle
         40% Checking manifest contents
         90% Copying image to rootfs.1
        100% Copying image to rootfs.1 done.
        """,
        run("firmware update", "/media/x.raucb", false)
            .lines()
            .filter(l -> l.contains("%"))
            .map(l -> l + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void aUrlIsFetchedInstalledAndForgotten() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] octets = new byte[200_000];
    server.createContext(
        "/x",
        exchange -> {
          exchange.sendResponseHeaders(200, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    try {
      assertTrue(run("firmware update", url + "x", true).contains("100% Fetching"));
      Path fetched = data.resolve("firmware/download.raucb").toAbsolutePath();
      assertEquals(List.of("install " + fetched, "status", "restart"), box.requests);
      assertFalse(Files.exists(fetched));
      CommandException refused =
          assertThrows(CommandException.class, () -> run("firmware update", url + "absent", false));
      assertEquals("The server answers 404 instead of the file", refused.text().english());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRefusalIsTheBoxsSentence() {
    box.answers.put("install", "error The firmware was not taken: signature verification failed\n");
    CommandException refused =
        assertThrows(CommandException.class, () -> run("firmware update", "/x", true));
    assertEquals(
        "The firmware was not taken: signature verification failed", refused.text().english());
    assertFalse(box.requests.contains("restart"));
  }

  @Test
  void bothSlotsAreShown() throws Exception {
    assertEquals(
        """
        Serial number: S0123456789
        Slot A: 1 (running)
        Slot B: 2 (can be started)
        Next start: slot B
        """,
        run("show firmware", "", false));
  }

  @Test
  void withoutAnImageThereIsNoFirmware() throws Exception {
    box.close();
    Files.delete(box.socket);
    assertThrows(CommandException.class, () -> run("show firmware", "", false));
  }
}
