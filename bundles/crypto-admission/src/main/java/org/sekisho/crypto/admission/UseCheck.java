package org.sekisho.crypto.admission;

import java.util.Arrays;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * The key is copied; keys of a wrong length, the wrong direction and use after the end are refused;
 * the end may come twice.
 */
final class UseCheck implements Check {

  private interface Use {
    void run();
  }

  @Override
  public String name() {
    return "use";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    EspCrypto crypto = subject.crypto();
    byte[] text = subject.text(20);
    byte[] packet = subject.sealed(text, Subject.SEQUENCE);
    byte[] passed = subject.key().clone();
    EspTransform open = crypto.transform(subject.suite(), passed, Direction.INBOUND);
    Arrays.fill(passed, (byte) 0);
    Problem.unless(
        Arrays.equals(text, subject.opened(open, packet, Subject.SEQUENCE)),
        "the caller's key was not copied");
    PacketBatch batch = PacketBatch.allocate(1, 256);
    EspTransform seal = subject.sealer();
    refused(() -> open.seal(batch, 0, 0), "an inbound transform seals");
    refused(() -> seal.open(batch, 0, 0), "an outbound transform opens");
    open.close();
    seal.close();
    open.close();
    seal.close();
    refused(() -> open.open(batch, 0, 0), "a closed transform opens");
    refused(() -> seal.seal(batch, 0, 0), "a closed transform seals");
    byte[] longer = Arrays.copyOf(subject.key(), subject.key().length + 1);
    for (Direction direction : Direction.values()) {
      refused(
          () -> crypto.transform(subject.suite(), longer, direction).close(),
          "a key of a wrong length is taken");
    }
  }

  private static void refused(Use use, String problem) throws Problem {
    try {
      use.run();
    } catch (IllegalStateException | IllegalArgumentException e) {
      return;
    }
    throw new Problem(problem);
  }
}
