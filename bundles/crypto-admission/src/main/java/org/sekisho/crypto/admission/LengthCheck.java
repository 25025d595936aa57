package org.sekisho.crypto.admission;

import java.util.Arrays;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Truncated and lengthened packets are dropped, whatever the length; a packet of 64 KB passes; one
 * that has no room for its parts is not sealed.
 */
final class LengthCheck implements Check {

  @Override
  public String name() {
    return "lengths";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    byte[] packet = subject.sealed(subject.text(40), Subject.SEQUENCE);
    PacketBatch batch = PacketBatch.allocate(200, 256);
    for (int length = 0; length < 200; length++) {
      Subject.addPacket(batch, Arrays.copyOf(packet, length), Subject.SEQUENCE);
    }
    try (EspTransform open = subject.opener()) {
      open.open(batch, 0, 200);
    }
    for (int length = 0; length < 200; length++) {
      Problem.unless(
          batch.isDropped(length) == (length != packet.length),
          "a packet of " + length + " octets instead of " + packet.length + " was judged wrongly");
    }
    large(subject);
    tooShort(subject);
  }

  private static void large(Subject subject) throws Problem {
    PacketBatch batch = PacketBatch.allocate(1, 65536);
    byte[] text = subject.text(65000);
    subject.addText(batch, text, 1);
    try (EspTransform seal = subject.sealer();
        EspTransform open = subject.opener()) {
      seal.seal(batch, 0, 1);
      open.open(batch, 0, 1);
    }
    Problem.unless(
        !batch.isDropped(0) && Arrays.equals(text, subject.textOf(batch, 0)),
        "a packet of 64 KB does not pass");
  }

  private static void tooShort(Subject subject) throws Problem {
    PacketBatch batch = PacketBatch.allocate(1, 256);
    batch.add(0, subject.textStart() + 1 + subject.suite().icvLength());
    try (EspTransform seal = subject.sealer()) {
      seal.seal(batch, 0, 1);
      throw new Problem("a packet without room for its trailer was sealed");
    } catch (IllegalArgumentException e) {
      return; // as it should
    }
  }
}
