package org.sekisho.crypto.admission;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * The IV of AEAD algorithms is the sequence number; that of CBC never repeats, and is neither the
 * block before nor related to the sequence number by its text (RFC 3602 section 3).
 */
final class IvCheck implements Check {

  private static final int HEADER = 8;
  private static final int PACKETS = 500;

  @Override
  public String name() {
    return "IVs";
  }

  @Override
  public void examine(Subject subject) throws Problem {
    PacketBatch batch = PacketBatch.allocate(50, 256);
    Set<String> seen = new HashSet<>();
    byte[] text = new byte[32];
    try (EspTransform seal = subject.sealer()) {
      for (long sequence = 1; sequence < PACKETS; ) {
        batch.clear();
        while (batch.size() < batch.capacity()) {
          subject.addText(batch, text, sequence++);
        }
        seal.seal(batch, 0, batch.size());
        for (int n = 0; n < batch.size(); n++) {
          look(subject, batch, n, seen);
        }
      }
    }
  }

  private static void look(Subject subject, PacketBatch batch, int n, Set<String> seen)
      throws Problem {
    byte[] packet = batch.copy(n);
    byte[] iv = Arrays.copyOfRange(packet, HEADER, subject.textStart());
    if (subject.suite().encryption().isAead()) {
      Problem.unless(
          batch.memory().getLong(batch.offset(n) + HEADER) == batch.sequence(n),
          "the IV is not the sequence number");
    } else if (iv.length > 0) {
      Problem.unless(seen.add(HexFormat.of().formatHex(iv)), "an IV was known before");
      int end = packet.length - subject.suite().icvLength();
      // The last block of a packet must not serve the next one, as TLS 1.0 did.
      seen.add(HexFormat.of().formatHex(packet, end - iv.length, end));
    }
  }
}
