package org.sekisho.crypto.admission;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Published packets open to the published text, forgeries do not open, and where the IV is the
 * sequence number the published packet comes out of the text.
 */
final class VectorCheck implements Check {

  private static final int HEADER = 8;
  private static final int IV = 8;

  @Override
  public String name() {
    return "published vectors";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    for (Vector vector : Vector.of(subject.suite())) {
      open(subject, vector);
      if (vector.text() != null && subject.suite().encryption().isAead()) {
        seal(subject, vector);
      }
    }
  }

  private static void open(Subject subject, Vector vector) throws Problem {
    long sequence = (long) vector.sequenceHigh() << 32;
    try (EspTransform open =
        subject.crypto().transform(vector.suite(), vector.key(), Direction.INBOUND)) {
      byte[] text = subject.opened(open, vector.packet(), sequence);
      if (vector.text() == null) {
        Problem.unless(text == null, vector.name() + " is a forgery and opened");
      } else {
        Problem.unless(text != null, vector.name() + " did not open");
        Problem.unless(Arrays.equals(vector.text(), text), vector.name() + " opened wrongly");
      }
    }
  }

  private static void seal(Subject subject, Vector vector) throws Problem {
    ByteBuffer packet = ByteBuffer.wrap(vector.packet());
    long iv = packet.getLong(HEADER);
    if (vector.suite().esn() && (int) (iv >>> 32) != vector.sequenceHigh()) {
      return; // no sequence number gives this IV and this associated data
    }
    PacketBatch batch = PacketBatch.allocate(1, vector.packet().length);
    batch.add(0, vector.packet().length);
    batch.sequence(0, iv);
    batch.memory().putLong(0, packet.getLong(0)).put(HEADER + IV, vector.text());
    try (EspTransform seal =
        subject.crypto().transform(vector.suite(), vector.key(), Direction.OUTBOUND)) {
      seal.seal(batch, 0, 1);
    }
    Problem.unless(
        Arrays.equals(vector.packet(), batch.copy(0)), vector.name() + " was sealed differently");
  }
}
