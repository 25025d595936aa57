package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Support;
import org.sekisho.api.show.Show;
import org.sekisho.config.language.Samples;
import org.sekisho.config.running.WholeRouter;
import org.sekisho.testkit.Printed;

/** Every show answers as JSON, and none tells a secret. */
class ShowsTest {

  private static final WholeRouter ROUTER = new WholeRouter();
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "json.md");

  @Test
  void everyShowHasJson() {
    List<String> without =
        ROUTER.commands().stream()
            .filter(c -> c.spec().name().startsWith("show "))
            .filter(c -> !(c.spec().support() instanceof Support.Refused))
            .filter(c -> !(c.behaviour() instanceof Command.Run r && r.action() instanceof Show<?>))
            .map(c -> c.spec().syntax())
            .toList();
    assertEquals(List.of(), without);
  }

  @Test
  void thePageOfFieldsIsUpToDate() throws IOException {
    String page = JsonDocument.of(ROUTER.commands());
    if (Boolean.getBoolean("commands.write")) {
      Files.writeString(DOCUMENT, page);
    }
    assertEquals(
        page,
        Files.readString(DOCUMENT),
        "docs/json.md is not that of the commands: run this test with -Dcommands.write=true");
  }

  @Test
  void noSecretOfAConfigurationAppearsInTechSupport() throws Exception {
    List<String> lines = new ArrayList<>(List.of("tunnel select 1"));
    List<String> secrets = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      for (Parameter parameter : command.spec().parameters().values()) {
        if (command.spec().isSetting()
            && !(command.spec().support() instanceof Support.Refused)
            && parameter.type() instanceof ParameterType.Secret type) {
          String secret = accepted(command, parameter, type, secrets.size());
          if (!secret.isEmpty()) {
            secrets.add(secret);
          }
        }
      }
    }
    lines.addAll(accepted);
    assertTrue(secrets.size() > 20, secrets::toString);
    WholeRouter router = new WholeRouter();
    router.run(lines);
    for (String name : List.of("show tech-support", "show techinfo", "show config")) {
      Command show =
          router.commands().stream().filter(c -> c.spec().id().equals(name)).findFirst().get();
      String text = Printed.text(show, Language.ENGLISH, ConfigSnapshot.EMPTY);
      JsonNode json = Printed.json(show, ConfigSnapshot.EMPTY);
      assertTrue(text.contains("pre-shared-key 1 text *"), text);
      for (String secret : secrets) {
        assertFalse(text.contains(secret), () -> name + " tells " + secret);
        assertFalse(json.toString().contains(secret), () -> name + " tells " + secret);
      }
    }
  }

  private final List<String> accepted = new ArrayList<>();

  /** A secret of the command, whose line the router takes; empty when the line needs others. */
  private String accepted(
      Command command, Parameter parameter, ParameterType.Secret type, int number) {
    Context context = WholeRouter.contextOf(command);
    String text = "Geheim" + number + "x";
    String hex = "0xabcdef" + String.format("%06x", 0x5ec0de + number);
    for (String secret : List.of(text, hex)) {
      String line = new Samples(command.spec()).with(parameter, secret);
      boolean taken =
          secret.length() <= type.maxLength() && ROUTER.empty().type(line, context).isEmpty();
      if (taken) {
        if (context.kind() == Context.Kind.PP) {
          accepted.add("pp select 1");
        } else if (context.kind() == Context.Kind.TUNNEL) {
          accepted.add("tunnel select 1");
        }
        accepted.add(line);
        return secret;
      }
    }
    return "";
  }
}
