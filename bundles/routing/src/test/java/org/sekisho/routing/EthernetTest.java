package org.sekisho.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;

/** Which NIC is which LAN, as the map of the box and its devices say. */
class EthernetTest {

  private static final String FIRST = "52:54:00:00:00:01";
  private static final String SECOND = "52:54:00:00:00:02";

  @TempDir Path box;
  private EthernetCommands commands;

  @BeforeEach
  void twoNics() throws Exception {
    for (var nic : Map.of("lan1", FIRST, "lan2", SECOND).entrySet()) {
      Path device = Files.createDirectories(box.resolve("net").resolve(nic.getKey()));
      Files.writeString(device.resolve("address"), nic.getValue() + "\n");
      Files.writeString(device.resolve("carrier"), nic.getKey().equals("lan1") ? "1\n" : "0\n");
      Files.writeString(device.resolve("speed"), "1000\n");
      Files.createDirectories(box.resolve("drivers/igc"));
      Files.createDirectories(device.resolve("device"));
      Files.createSymbolicLink(device.resolve("device/driver"), box.resolve("drivers/igc"));
    }
    Map<String, String> properties =
        Map.of(
            "sekisho.data", box.toString(),
            "sekisho.interface.lan1", "lan1",
            "sekisho.interface.lan2", "lan2");
    commands = new EthernetCommands(BootSettings.from(properties::get), box.resolve("net"));
  }

  private void map() throws Exception {
    Files.write(
        box.resolve("ethernet.map"),
        List.of(
            "lan1 " + FIRST + " pci0000:00/0000:00:02.0/0",
            "lan2 " + SECOND + " pci0000:00/0000:00:03.0/0",
            "lan10 52:54:00:00:00:0a pci0000:00/usb1/0"));
  }

  private String run(int command, String... values) throws CommandException {
    List<String> names = List.of("INTERFACE", "MAC");
    List<Argument> typed =
        IntStream.range(0, values.length)
            .mapToObj(i -> new Argument(names.get(i), values[i], values[i]))
            .toList();
    StringWriter out = new StringWriter();
    Command chosen = List.copyOf(commands.commands()).get(command);
    ((Command.Run) chosen.behaviour())
        .action()
        .run(
            new CommandCall(
                new Arguments(typed, List.of()),
                new TestSession(new PrintWriter(out, true), Language.ENGLISH),
                ConfigSnapshot.EMPTY));
    return out.toString();
  }

  @Test
  void nicsStandInTheOrderOfTheLansWithLinkAndDriver() throws Exception {
    map();
    assertEquals(
        """
        LAN    MAC               Link      Driver     Device
        lan1   52:54:00:00:00:01 1000M     igc        lan1
        lan2   52:54:00:00:00:02 down      igc        lan2
        lan10  52:54:00:00:00:0a not there
        """,
        run(1));
  }

  @Test
  void aNicTakesAnotherNumberAndTheOtherTakesItsOwn() throws Exception {
    map();
    assertTrue(run(0, "lan1", SECOND.toUpperCase(Locale.ROOT)).contains("lan1"));
    List<String> lines = Files.readAllLines(box.resolve("ethernet.map"));
    assertTrue(lines.contains("lan1 " + SECOND + " pci0000:00/0000:00:03.0/0"), lines.toString());
    assertTrue(lines.contains("lan2 " + FIRST + " pci0000:00/0000:00:02.0/0"), lines.toString());
    assertTrue(run(1).contains("lan1 (lan2 after restart)"));
  }

  @Test
  void whatIsNotThereIsRefused() throws Exception {
    assertThrows(CommandException.class, () -> run(0, "lan1", SECOND), "no map: Linux names them");
    map();
    assertThrows(CommandException.class, () -> run(0, "lan1", "52:54:00:00:00:ff"));
  }
}
