package org.sekisho.crypto.admission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * What one provider seals, the other opens. One that fails by itself is no witness: else a faulty
 * provider that runs would keep out the one that shall replace it.
 */
final class CrossCheck implements Check {

  private static final int PACKETS = 48;

  private final List<EspCrypto> others;

  CrossCheck(List<EspCrypto> others) {
    this.others = others;
  }

  @Override
  public String name() {
    return "other providers";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    for (EspCrypto other : others) {
      if (other.supports(subject.suite())) {
        Subject theirs = new Subject(other, subject.suite());
        if (!isWitness(theirs)) {
          continue;
        }
        pass(subject, theirs, other.provider() + " does not open what it seals");
        pass(theirs, subject, "it does not open what " + other.provider() + " seals");
      }
    }
  }

  private static boolean isWitness(Subject theirs) {
    try {
      pass(theirs, theirs, "it does not open what it seals itself");
      return true;
    } catch (Problem | RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static void pass(Subject from, Subject to, String problem) throws Problem {
    PacketBatch batch = PacketBatch.allocate(PACKETS, 2048);
    List<byte[]> texts = new ArrayList<>();
    for (int n = 0; n < PACKETS; n++) {
      byte[] text = from.text(31 * n);
      texts.add(text);
      from.addText(batch, text, Subject.SEQUENCE + n);
    }
    try (EspTransform seal = from.sealer();
        EspTransform open = to.opener()) {
      seal.seal(batch, 0, PACKETS);
      open.open(batch, 0, PACKETS);
    }
    for (int n = 0; n < PACKETS; n++) {
      Problem.unless(
          !batch.isDropped(n) && Arrays.equals(texts.get(n), to.textOf(batch, n)), problem);
    }
  }
}
