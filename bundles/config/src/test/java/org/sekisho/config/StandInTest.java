package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Support;

/** Declarations stand in for the commands of a bundle until it comes, and again when it goes. */
class StandInTest {

  @TempDir Path data;

  private static CommandSpec.Builder nat() {
    return CommandSpec.setting("nat descriptor log SWITCH")
        .parameter("SWITCH", ParameterType.onOff(), "on or off", "on または off")
        .help("Log of NAT", "NATのログ");
  }

  private static final Command DECLARED =
      Command.setting(nat().storedOnly("NAT is yet to come", "NATは今後対応します").build());

  private static final Command NOTHING_TO_DO =
      Command.rewrite(
          CommandSpec.operation("nat refresh")
              .storedOnly("NAT is yet to come", "NATは今後対応します")
              .help("Refreshes NAT", "NATを更新する")
              .build(),
          (arguments, context, running) -> List.of());

  private static final CommandContributor STAND_INS =
      new CommandContributor() {
        @Override
        public Collection<Command> commands() {
          return List.of(DECLARED, NOTHING_TO_DO);
        }

        @Override
        public boolean standsIn() {
          return true;
        }
      };

  private final CommandContributor bundle =
      RouterCommands.of(List.of(Command.setting(nat().build())));

  private static boolean applied(Router router) {
    return router.running.running().all("nat descriptor log").get(0).command().support()
        instanceof Support.Applied;
  }

  @Test
  void aDeclaredLineIsStoredWithItsReason() {
    Router router = new Router(data).with(STAND_INS).type("nat descriptor log on");
    assertEquals(List.of("nat descriptor log on"), router.shown());
    assertEquals(
        List.of("nat descriptor log on: NAT is yet to come"),
        router.running.unsupported().stream().map(l -> l.line(Language.ENGLISH)).toList());
    assertEquals(
        List.of("nat descriptor log on: NATは今後対応します"),
        router.running.unsupported().stream().map(l -> l.line(Language.JAPANESE)).toList());
    assertEquals(Kind.ILLEGAL_KEYWORD, router.refused("nat descriptor log maybe").kind());
  }

  @Test
  void theBundleThatComesTakesTheLineOverAndLeavesItWhenItGoes() {
    Router router = new Router(data).with(STAND_INS).type("nat descriptor log on");
    assertFalse(applied(router));

    router.with(bundle);
    assertTrue(applied(router));
    assertEquals(
        List.of(),
        router.running.unsupported().stream().map(l -> l.line(Language.ENGLISH)).toList());

    router.running.removeContributor(bundle);
    assertFalse(applied(router));
    assertEquals(List.of("nat descriptor log on"), router.shown());
  }

  @Test
  void theBundleCountsWhicheverCameFirst() {
    Router router = new Router(data).with(bundle).with(STAND_INS).type("nat descriptor log on");
    assertTrue(applied(router));
    router.thread.pass(Duration.ofSeconds(9));
    assertEquals(List.of(), router.log.texts());
  }

  @Test
  void aLineThatLeavesNothingToStoreSaysSoOnce() {
    Router router = new Router(data).with(STAND_INS);
    router.type("nat refresh", "nat refresh");
    assertEquals(
        List.of("nat refresh is kept but has no effect here: NAT is yet to come"),
        router.session.printed());
    assertEquals(List.of(), router.shown());
  }
}
