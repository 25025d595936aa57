package org.sekisho.crypto.admission;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/** A provider by the letter of the RFCs, with one fault or none. */
final class FaultyCrypto implements EspCrypto {

  /** What it does wrong. */
  enum Fault {
    NONE,
    TAKES_ANY_ICV,
    LEAVES_PLAINTEXT,
    IGNORES_HIGH_HALF,
    SAME_IV,
    CHAINED_IV,
    KEEPS_CALLERS_KEY,
    FORGETS_LAST_OF_RUN,
    WRITES_BEHIND_PACKET,
    STOPS_AT_FORGERY,
    WORKS_AFTER_CLOSE,
    TAKES_ANY_LENGTH,
    SHORT_KEY,
    THROWS
  }

  private final Fault fault;
  private final SecureRandom random = new SecureRandom();

  FaultyCrypto(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String provider() {
    return "faulty";
  }

  @Override
  public boolean supports(EspSuite suite) {
    return true;
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] material, Direction direction) {
    if (fault != Fault.SHORT_KEY && material.length != suite.keyMaterialLength()) {
      throw new IllegalArgumentException("key of " + material.length + " octets");
    }
    byte[] key = fault == Fault.KEEPS_CALLERS_KEY ? material : material.clone();
    return new Transform(suite, key, direction);
  }

  private final class Transform implements EspTransform {

    private final EspSuite suite;
    private final ReferenceEsp reference;
    private final Direction direction;
    private final int start;
    private byte[] last;
    private boolean closed;

    private Transform(EspSuite suite, byte[] key, Direction direction) {
      this.suite = suite;
      this.direction = direction;
      reference = new ReferenceEsp(suite, key);
      start = 8 + suite.encryption().ivLength();
      last = new byte[suite.encryption().ivLength()];
    }

    private int check(int count, Direction wanted) {
      if (direction != wanted || closed && fault != Fault.WORKS_AFTER_CLOSE) {
        throw new IllegalStateException();
      }
      if (fault == Fault.THROWS) {
        throw new UnsupportedOperationException("a fault");
      }
      return fault == Fault.FORGETS_LAST_OF_RUN && count > 40 ? count - 1 : count;
    }

    private long sequence(PacketBatch batch, int i) {
      long sequence = batch.sequence(i);
      return fault == Fault.IGNORES_HIGH_HALF ? sequence & 0xffffffffL : sequence;
    }

    @Override
    public void seal(PacketBatch batch, int first, int count) {
      int last = first + check(count, Direction.OUTBOUND);
      for (int i = first; i < last; i++) {
        try {
          seal(batch, i);
        } catch (GeneralSecurityException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private void seal(PacketBatch batch, int i) throws GeneralSecurityException {
      byte[] packet = batch.copy(i);
      int end = packet.length - suite.icvLength();
      if (!fits(packet.length)) {
        throw new IllegalArgumentException();
      }
      byte[] sealed =
          reference.seal(
              batch.memory().getLong(batch.offset(i)),
              sequence(batch, i),
              iv(batch.sequence(i)),
              Arrays.copyOfRange(packet, start, end));
      last = Arrays.copyOfRange(sealed, end - last.length, end);
      batch.memory().put(batch.offset(i), sealed);
      if (fault == Fault.WRITES_BEHIND_PACKET) {
        int behind = batch.offset(i) + batch.length(i);
        if (behind < batch.memory().capacity()) {
          batch.memory().put(behind, (byte) 0x99);
        }
      }
    }

    private byte[] iv(long sequence) {
      byte[] iv = new byte[last.length];
      if (fault == Fault.CHAINED_IV) {
        return last;
      }
      if (suite.encryption().isAead()) {
        java.nio.ByteBuffer.wrap(iv).putLong(fault == Fault.SAME_IV ? 7 : sequence);
      } else if (fault != Fault.SAME_IV) {
        random.nextBytes(iv);
      }
      return iv;
    }

    private boolean fits(int length) {
      int text = length - start - suite.icvLength();
      return text >= 2 && text % suite.encryption().blockLength() == 0;
    }

    @Override
    public void open(PacketBatch batch, int first, int count) {
      int last = first + check(count, Direction.INBOUND);
      for (int i = first; i < last; i++) {
        byte[] packet = batch.copy(i);
        if (!fits(packet.length)) {
          if (fault != Fault.TAKES_ANY_LENGTH) {
            batch.drop(i);
          }
          continue;
        }
        try {
          batch.memory().put(batch.offset(i) + start, reference.open(packet, sequence(batch, i)));
        } catch (GeneralSecurityException e) {
          if (fault != Fault.TAKES_ANY_ICV) {
            batch.drop(i);
          }
          if (fault == Fault.LEAVES_PLAINTEXT) {
            leavePlaintext(batch, i, packet);
          }
          if (fault == Fault.STOPS_AT_FORGERY) {
            return;
          }
        }
      }
    }

    /** What the packet with its last octet put right would open to. */
    private void leavePlaintext(PacketBatch batch, int i, byte[] packet) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] right = packet.clone();
        right[right.length - 1] ^= (byte) (1 << bit);
        try {
          batch.memory().put(batch.offset(i) + start, reference.open(right, sequence(batch, i)));
        } catch (GeneralSecurityException e) {
          continue;
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
