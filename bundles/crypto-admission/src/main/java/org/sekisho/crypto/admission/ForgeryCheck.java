package org.sekisho.crypto.admission;

import java.util.Arrays;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Any flipped bit, a wrong sequence number, a wrong high half with ESN make a packet be dropped,
 * and what is left of it is not its text. A genuine packet opens as often as it comes, also after
 * its forgery, and without ESN whatever the high half is.
 */
final class ForgeryCheck implements Check {

  private static final int RUN = 64;

  @Override
  public String name() {
    return "forged packets";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    byte[] text = subject.text(27);
    byte[] packet = subject.sealed(text, Subject.SEQUENCE);
    try (EspTransform open = subject.opener()) {
      flippedBits(subject, open, packet, text);
      highHalf(subject, open, packet, text);
      forgedBetweenGenuine(subject, open, packet, text);
    }
  }

  private static void flippedBits(Subject subject, EspTransform open, byte[] packet, byte[] text)
      throws Problem {
    PacketBatch batch = PacketBatch.allocate(RUN, 256);
    int bits = packet.length * 8;
    for (int first = 0; first < bits; first += RUN) {
      batch.clear();
      for (int bit = first; bit < Math.min(first + RUN, bits); bit++) {
        byte[] wrong = packet.clone();
        wrong[bit / 8] ^= (byte) (1 << bit % 8);
        Subject.addPacket(batch, wrong, Subject.SEQUENCE);
      }
      open.open(batch, 0, batch.size());
      for (int n = 0; n < batch.size(); n++) {
        int bit = first + n;
        Problem.unless(batch.isDropped(n), "a packet with bit " + bit + " flipped opened");
        boolean icv = bit >= (packet.length - subject.suite().icvLength()) * 8;
        Problem.unless(
            !icv || !encrypts(subject) || !Arrays.equals(text, subject.textOf(batch, n)),
            "a packet with a wrong ICV was left decrypted");
      }
    }
  }

  private static boolean encrypts(Subject subject) {
    return subject.suite().keyBits() > 0;
  }

  private static void highHalf(Subject subject, EspTransform open, byte[] packet, byte[] text)
      throws Problem {
    for (int bit = 32; bit < 64; bit++) {
      byte[] opened = subject.opened(open, packet, Subject.SEQUENCE ^ (1L << bit));
      if (subject.suite().esn()) {
        Problem.unless(opened == null, "the high half of the sequence number does not count");
      } else {
        Problem.unless(Arrays.equals(text, opened), "the high half of the sequence number counts");
      }
    }
  }

  private static void forgedBetweenGenuine(
      Subject subject, EspTransform open, byte[] packet, byte[] text) throws Problem {
    byte[] forged = packet.clone();
    forged[forged.length - 1] ^= 1;
    PacketBatch batch = PacketBatch.allocate(6, 256);
    for (int n = 0; n < 6; n++) {
      Subject.addPacket(batch, n % 3 == 0 ? forged : packet, Subject.SEQUENCE);
    }
    open.open(batch, 0, 6);
    for (int n = 0; n < 6; n++) {
      Problem.unless(batch.isDropped(n) == (n % 3 == 0), "a forgery spoilt its genuine twin");
      Problem.unless(
          n % 3 == 0 || Arrays.equals(text, subject.textOf(batch, n)),
          "a packet that came twice opened to something else");
    }
  }
}
