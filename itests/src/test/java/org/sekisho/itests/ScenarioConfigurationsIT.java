package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations of the scenario's three experiments, typed, shown, saved, started again. */
@ExtendWith(LabExtension.class)
@Order(5)
class ScenarioConfigurationsIT {

  @ParameterizedTest
  @ValueSource(strings = {"child-27000", "defaults", "both-129600"})
  void isAcceptedShownSavedAndComesUpAgain(String name, Lab lab) {
    Variant variant = Variant.initiator("azure-nat");
    List<String> block = resource("azure-" + name + ".rtx");
    lab.network(variant.topology());
    lab.gateway().start(variant);
    lab.router().startEmpty();

    type(lab, variant.network());
    type(lab, block);
    type(lab, List.of("ip route 10.10.0.0/24 gateway tunnel 100", "ipsec auto refresh on"));
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();

    List<String> shown = resource("azure-" + name + ".shown");
    assertEquals(shown, tunnelBlock(lab));
    Command.Result save = lab.router().exec("save");
    assertTrue(save.succeeded(), save.output());

    List<String> before = configuration(lab);
    lab.router().stop();
    lab.router().startAgain();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertEquals(before, configuration(lab));
  }

  private static void type(Lab lab, List<String> lines) {
    Command.Result dialogue = lab.router().type(lines);
    assertTrue(dialogue.succeeded(), dialogue.output());
    assertFalse(dialogue.output().contains("Error: "), dialogue.output());
  }

  /** `show config` without its head, which holds a date. */
  private static List<String> configuration(Lab lab) {
    return lab.router().show("show config").lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** The block of tunnel 100, up to the next line that is not indented. */
  private static List<String> tunnelBlock(Lab lab) {
    List<String> lines = configuration(lab);
    int start = lines.indexOf("tunnel select 100");
    assertTrue(start >= 0, String.join("\n", lines));
    int end = start + 1;
    while (end < lines.size() && lines.get(end).startsWith(" ")) {
      end++;
    }
    return lines.subList(start, end);
  }

  static List<String> resource(String name) {
    try (InputStream in =
        ScenarioConfigurationsIT.class.getResourceAsStream("/configurations/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
