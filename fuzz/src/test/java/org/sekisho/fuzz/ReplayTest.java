package org.sekisho.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each target takes what it is known for: the inputs that were once learned, those that once made
 * it fail, the seeds, and some mutations of them that are the same in each build.
 */
class ReplayTest {

  /** So long only where something does not come to an end. */
  private static final Duration NEVER = Duration.ofMinutes(2);

  private static final int MUTATIONS = 100;

  static Collection<String> targets() {
    return Targets.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void takesWhatItIsKnownFor(String name) throws Exception {
    Corpus corpus = new Corpus(Path.of(""));
    FuzzTarget target = Targets.of(name);
    List<byte[]> seeds = target.seeds();
    assertFalse(seeds.isEmpty());
    for (int i = 0; i < seeds.size(); i++) {
      replay(target, "seed " + i, seeds.get(i));
    }
    Map<String, byte[]> inputs = corpus.inputs(name);
    for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
      replay(target, input.getKey(), input.getValue());
    }
    for (Map.Entry<String, byte[]> input : corpus.found(name).entrySet()) {
      replay(target, input.getKey(), input.getValue());
    }
    List<byte[]> all = new ArrayList<>(seeds);
    all.addAll(inputs.values());
    mutations(target, all);
  }

  private static void mutations(FuzzTarget target, List<byte[]> inputs) {
    Random random = new Random(1);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] input = inputs.get(random.nextInt(inputs.size())).clone();
      for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
        int at = random.nextInt(input.length);
        switch (random.nextInt(3)) {
          case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> input[at] = (byte) random.nextInt();
          default -> input = Arrays.copyOf(input, at);
        }
      }
      replay(target, "mutation " + i, input);
    }
  }

  private static void replay(FuzzTarget target, String which, byte[] input) {
    assertTimeoutPreemptively(
        NEVER, () -> target.run(input), () -> target.name() + ", " + which + " does not end");
  }
}
