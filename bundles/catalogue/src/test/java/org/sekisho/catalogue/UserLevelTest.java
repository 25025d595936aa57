package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Level;
import org.sekisho.config.running.WholeRouter;

/**
 * What everybody may type who can log in: docs/security.md says that none of it reads a file,
 * starts a program of the user's choice or leads to the JVM. A command that is added here has been
 * looked at for that; one that is added to the router without a level of its own fails this test.
 */
class UserLevelTest {

  private static final List<String> LOOKED_AT =
      List.of(
          "administrator",
          "check ipsec tunnel",
          "console character",
          "console columns",
          "console lines",
          "exit",
          "help",
          "less log",
          "ping",
          "pp select",
          "quit",
          "show arp",
          "show command",
          "show command history",
          "show environment",
          "show firmware",
          "show ip route",
          "show ipsec diagnosis",
          "show ipsec sa",
          "show ipsec sa gateway",
          "show ipsec sa schedule",
          "show ipsec statistics",
          "show log",
          "show status bundle",
          "show status crypto",
          "show status dhcpc",
          "show status ethernet",
          "show status lan",
          "show status tunnel",
          "show status tunnel state",
          "show status user",
          "tunnel select");

  @Test
  void nothingElseIsOpenToEveryUser() {
    assertEquals(
        String.join("\n", LOOKED_AT),
        new WholeRouter()
            .commands().stream()
                .map(command -> command.spec())
                .filter(spec -> spec.level() == Level.USER)
                .map(spec -> spec.id())
                .sorted()
                .collect(Collectors.joining("\n")));
  }
}
