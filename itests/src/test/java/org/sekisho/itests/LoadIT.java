package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Configurations change under a router that works; one boot for all checks. */
@ExtendWith(LabExtension.class)
class LoadIT {

  private static final String ADDRESS = "ip lan1 address 192.168.100.1/24";
  private static final String REMOTE = "admin@127.0.0.1:/system/config";

  @Test
  void changesDisturbNothingElseAndGoBackWhenTheyCutTheirAuthorOff(Lab lab, @TempDir Path directory)
      throws IOException {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.gateway().start(variant);
    lab.router().startWith(List.of("ssh=0.0.0.0:2222"), variant.configuration());
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();

    anotherTunnelChangesUnderPings(lab);
    clientsOfOpenSshCopySavedConfigurations(lab, directory);
    lineThatCutsItsAuthorOffGoes(lab);
  }

  private static void anotherTunnelChangesUnderPings(Lab lab) {
    Pings pings = Pings.start(lab.branchHost(), Lab.CLOUD_HOST, 1_000);
    Command.Result dialogue =
        lab.router()
            .type(
                List.of(
                    "tunnel select 2",
                    "ipsec tunnel 102",
                    "ipsec sa policy 102 2 esp aes256-cbc sha256-hmac",
                    "ip tunnel mtu 1300",
                    "tunnel enable 2",
                    "ip tunnel mtu 1350",
                    "tunnel select none"));
    assertTrue(dialogue.succeeded(), dialogue.output());
    pings.stopAndExpectNoLoss(200);
  }

  private static void clientsOfOpenSshCopySavedConfigurations(Lab lab, Path directory)
      throws IOException {
    lab.router().show("sftpd host 127.0.0.1");
    lab.router().show("save 3");
    Path saved = lab.router().data().resolve("config3");
    Path copy = directory.resolve("copy");
    scp(lab, REMOTE + "3", copy.toString()).orFail();
    List<String> lines = Files.readAllLines(saved);
    assertEquals(lines, Files.readAllLines(copy));

    Files.writeString(copy, "ip lan1 adress 192.168.100.1/24\n", StandardOpenOption.APPEND);
    Command.Result refused = scp(lab, copy.toString(), REMOTE + "3");
    assertFalse(refused.succeeded(), refused.output());
    assertEquals(lines, Files.readAllLines(saved));

    Files.writeString(copy, ADDRESS + "\nsyslog debug on\n");
    Path batch = directory.resolve("batch");
    Files.writeString(batch, "ls -1 /system\nput " + copy + " /system/config4\n");
    Command.Result sent = openSsh(lab, "sftp", "-b", batch.toString(), "admin@127.0.0.1").orFail();
    assertTrue(sent.output().contains("/system/config3"), sent.output());
    String shown = lab.router().show("show config 4");
    assertTrue(shown.contains("syslog debug on"), shown);
  }

  private static Command.Result scp(Lab lab, String from, String to) {
    return openSsh(lab, "scp", "-s", from, to);
  }

  private static Command.Result openSsh(Lab lab, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-F/dev/null", "-P2222"));
    command.add("-i" + lab.router().data().resolveSibling("key"));
    for (String option :
        List.of(
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR")) {
      command.add("-o" + option);
    }
    command.addAll(List.of(arguments));
    return lab.in(lab.branchRouter(), command.toArray(String[]::new));
  }

  private static void lineThatCutsItsAuthorOffGoes(Lab lab) {
    Router router = lab.router();
    List<String> before = configuration(router);
    assertTrue(before.contains(ADDRESS), before.toString());
    router.show("save 1");
    router.show("no ip lan1 address");
    router.show("save 2 \"nobody gets in\"");
    router.show("load 1 silent");
    assertEquals(before, configuration(router));

    Command.Result load = router.execFromLan("load 2 silent rollback-timer=30");
    assertFalse(configuration(router).contains(ADDRESS), load.output());
    assertFalse(
        lab.in(lab.branchHost(), "ping", "-q", "-c", "1", "-w", "1", "192.168.100.1").succeeded(),
        load.output());
    Await.until(
        Duration.ofSeconds(60),
        "the old configuration is back and the console in reach",
        () -> router.execFromLan("show environment").succeeded(),
        () -> router.show("show log"));
    assertEquals(before, configuration(router));
    assertTrue(
        router
            .log()
            .contains("The configuration was not confirmed in time: the one before is back"));
  }

  /** `show config` without its head, which holds a date. */
  private static List<String> configuration(Router router) {
    return router.show("show config").lines().filter(line -> !line.startsWith("#")).toList();
  }
}
