package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.language.Samples;
import org.sekisho.config.running.WholeRouter;

/** No secret of any command reaches the log of executed commands or the history. */
class SecretsTest {

  private static final String SECRET = "Shirakaba7";
  private static final WholeRouter ROUTER = new WholeRouter();

  @Test
  void linesWithSecretsAreMaskedHoweverTheyAreTyped() {
    int count = 0;
    List<String> wrong = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      for (Parameter parameter : command.spec().parameters().values()) {
        if (parameter.type() instanceof ParameterType.Secret && !command.spec().fileOnly()) {
          String line = new Samples(command.spec()).with(parameter, SECRET);
          for (String typed :
              List.of(
                  line,
                  line.replace(SECRET, "'" + SECRET + "'"),
                  line.toUpperCase(Locale.ROOT).replace(SECRET.toUpperCase(Locale.ROOT), SECRET))) {
            check(typed, wrong);
          }
          count++;
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(count > 20, count + " secrets");
  }

  private static void check(String line, List<String> wrong) {
    Optional<String> masked = ROUTER.masked(line);
    if (masked.isPresent() && (masked.get().contains(SECRET) || !masked.get().contains("*"))) {
      wrong.add(line + " is shown as " + masked.get());
    }
    if (masked.isEmpty() && !line.equals(line.toUpperCase(Locale.ROOT))) {
      wrong.add(line + " is no command");
    }
  }

  /** SNMP communities are some too: who has one reads the router, and support gets to see lines. */
  @Test
  void whatIsNamedLikeASecretIsDeclaredAsOne() {
    List<String> open = new ArrayList<>();
    for (Command command : ROUTER.commands()) {
      for (Parameter parameter : command.spec().parameters().values()) {
        boolean text =
            parameter.type() instanceof ParameterType.FreeText
                || parameter.type() instanceof ParameterType.Form;
        String name = parameter.name();
        boolean looks = name.matches("(PASSWORD|PASSPHRASE|SECRET|COMMUNITY|KEY|HEX)[0-9]?|MD5KEY");
        if (text && looks) {
          open.add(command.spec().id() + " " + name);
        }
      }
    }
    assertEquals(List.of(), open);
  }
}
