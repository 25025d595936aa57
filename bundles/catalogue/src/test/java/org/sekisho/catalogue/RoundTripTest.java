package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.Context;
import org.sekisho.config.language.Samples;
import org.sekisho.config.running.WholeRouter;

/**
 * Whatever is accepted is printed so that an empty router that loads it prints the same; lines are
 * made from the declarations of all commands.
 */
class RoundTripTest {

  private static final int CASES = 10_000;
  private static final int MOST_LINES = 6;

  private final WholeRouter router = new WholeRouter();
  private final List<Command> commands =
      router.commands().stream()
          .filter(c -> !(c.behaviour() instanceof Command.Run))
          .filter(c -> !c.spec().fileOnly()) // they hash passwords, which takes long on purpose
          .toList();
  private final List<Samples> samples = commands.stream().map(c -> new Samples(c.spec())).toList();

  @Test
  void printedAndLoadedConfigurationsPrintTheSame() {
    Random random = new Random(5);
    int lines = 0;
    for (int i = 0; i < CASES; i++) {
      WholeRouter.Typed config = router.empty();
      int wanted = 1 + random.nextInt(MOST_LINES);
      for (int n = 0; n < wanted; n++) {
        type(config, random);
      }
      List<String> saved = config.saved();
      WholeRouter.Typed again = router.empty().load(saved);
      assertEquals(saved, again.saved(), () -> "seed 5");
      assertEquals(config.shown(), again.shown());
      lines += saved.size();
    }
    assertTrue(lines > 2 * CASES, "only " + lines + " lines were accepted");
  }

  /** Types a random line where it belongs; it may be refused for what it means. */
  private void type(WholeRouter.Typed config, Random random) {
    int which = random.nextInt(commands.size());
    Context context =
        switch (commands.get(which).spec().scope()) {
          case GLOBAL -> Context.GLOBAL;
          case TUNNEL -> Context.tunnel(1 + random.nextInt(3));
          case PP -> Context.pp(random.nextInt(3));
        };
    String line = samples.get(which).random(random);
    config.type(random.nextInt(10) == 0 ? "no " + line : line, context);
  }
}
