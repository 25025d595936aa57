package org.sekisho.crypto.admission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Runs of 1 to 64 packets, and of more, with mixed lengths and genuine and forged packets side by
 * side. Nothing outside the run and outside its packets changes.
 */
final class RunCheck implements Check {

  private static final int SLOT = 2048;
  private static final int MOST = 64;

  @Override
  public String name() {
    return "runs of packets";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    PacketBatch batch = PacketBatch.allocate(100, SLOT);
    long sequence = Subject.SEQUENCE;
    try (EspTransform seal = subject.sealer();
        EspTransform open = subject.opener()) {
      for (int count = 0; count <= MOST; count += count < 34 ? 1 : 6) {
        run(subject, batch, seal, open, sequence, count);
        sequence += 200;
      }
      run(subject, batch, seal, open, sequence, 98);
    }
  }

  private static void run(
      Subject subject,
      PacketBatch batch,
      EspTransform seal,
      EspTransform open,
      long sequence,
      int count)
      throws Problem {
    String what = "in a run of " + count + ", ";
    batch.clear();
    List<byte[]> texts = new ArrayList<>();
    for (int n = 0; n < count + 2; n++) {
      byte[] text = subject.text(subject.random().nextInt(n % 5 == 1 ? 1500 : 200));
      texts.add(text);
      subject.addText(batch, text, sequence + n);
    }
    byte[] before = Subject.memory(batch);
    seal.seal(batch, 1, count);
    unchangedAround(batch, before, count, what + "sealing");

    boolean[] forged = new boolean[count + 2];
    for (int n = 1; n <= count; n++) {
      // The last one of every other run is forged: a run cut short leaves it as it is.
      forged[n] = n == count ? count % 2 == 0 : subject.random().nextInt(4) == 0;
      if (forged[n]) {
        int at = batch.offset(n) + subject.random().nextInt(batch.length(n));
        batch.memory().put(at, (byte) (batch.memory().get(at) ^ 0x20));
      }
    }
    before = Subject.memory(batch);
    open.open(batch, 1, count);
    unchangedAround(batch, before, count, what + "opening");
    for (int n = 0; n < count + 2; n++) {
      boolean text = Arrays.equals(texts.get(n), subject.textOf(batch, n));
      Problem.unless(batch.isDropped(n) == forged[n], what + "a packet was judged wrongly");
      Problem.unless(forged[n] || text, what + "a packet opened to something else");
    }
  }

  private static void unchangedAround(PacketBatch batch, byte[] before, int count, String what)
      throws Problem {
    byte[] after = Subject.memory(batch);
    for (int n = 1; n <= count; n++) {
      int from = batch.offset(n);
      System.arraycopy(before, from, after, from, batch.length(n));
    }
    Problem.unless(Arrays.equals(before, after), what + " changed octets outside the packets");
  }
}
