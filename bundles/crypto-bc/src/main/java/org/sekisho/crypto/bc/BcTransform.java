package org.sekisho.crypto.bc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/** The way of a packet out of the batch into an array and back, and the checks around it. */
abstract class BcTransform implements EspTransform {

  static final int HEADER = 8;
  private static final int TRAILER = 2;

  private final EspSuite suite;
  private final boolean outbound;
  private byte[] scratch = new byte[2048];
  private boolean closed;

  BcTransform(EspSuite suite, Direction direction) {
    this.suite = suite;
    outbound = direction == Direction.OUTBOUND;
  }

  @Override
  public final void seal(PacketBatch batch, int first, int count) {
    checkUsable(true);
    for (int i = first; i < first + count; i++) {
      int length = batch.length(i);
      if (!fits(length)) {
        throw new IllegalArgumentException("a packet of " + length + " octets does not fit");
      }
      ByteBuffer memory = batch.memory();
      byte[] packet = scratch(length);
      memory.get(batch.offset(i), packet, 0, length);
      seal(packet, length, batch.sequence(i));
      memory.put(batch.offset(i), packet, 0, length);
    }
  }

  @Override
  public final void open(PacketBatch batch, int first, int count) {
    checkUsable(false);
    for (int i = first; i < first + count; i++) {
      int length = batch.length(i);
      ByteBuffer memory = batch.memory();
      byte[] packet = scratch(length);
      memory.get(batch.offset(i), packet, 0, length);
      if (fits(length) && open(packet, length, batch.sequence(i))) {
        memory.put(batch.offset(i), packet, 0, length);
      } else {
        batch.drop(i);
      }
    }
  }

  /** Seals the packet in the array. */
  abstract void seal(byte[] packet, int length, long sequence);

  /** Opens the packet in the array; false when it does not verify, and the array is undefined. */
  abstract boolean open(byte[] packet, int length, long sequence);

  /** Octets in front of the text. */
  final int textStart() {
    return HEADER + suite.encryption().ivLength();
  }

  /** The algorithms. */
  final EspSuite suite() {
    return suite;
  }

  private boolean fits(int length) {
    int text = length - textStart() - suite.icvLength();
    return text >= TRAILER && text % suite.encryption().blockLength() == 0;
  }

  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Integer.highestOneBit(length - 1) << 1];
    }
    return scratch;
  }

  private void checkUsable(boolean forOutbound) {
    if (closed) {
      throw new IllegalStateException("the transform is closed");
    }
    if (outbound != forOutbound) {
      throw new IllegalStateException("the transform is for the other direction");
    }
  }

  /** Zeroes the keys; called once. */
  abstract void forget();

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      Arrays.fill(scratch, (byte) 0);
      forget();
    }
  }

  /** Writes an integer big-endian. */
  static void putInt(byte[] target, int at, int value) {
    for (int n = 0; n < 4; n++) {
      target[at + n] = (byte) (value >>> 24 - 8 * n);
    }
  }
}
