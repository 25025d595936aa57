package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * What the transforms have in common: runs in bursts of {@link Manager#BURST}, the address of the
 * batch, keys in a {@link NativeBlock}, the end.
 */
abstract class BurstTransform implements EspTransform {

  static final int HEADER = 8;
  static final int TRAILER = 2;

  private final ImbLibrary library;
  private final NativeBlock keys;
  private final boolean outbound;
  private final int ivLength;
  private final int blockLength;
  private final int icvLength;
  private final boolean esn;
  private ByteBuffer addressed;
  private long address;
  private boolean closed;

  /**
   * Retains the library.
   *
   * @param keys zeroed when the transform is closed
   */
  BurstTransform(ImbLibrary library, NativeBlock keys, EspSuite suite, Direction direction) {
    this.library = library;
    this.keys = keys;
    outbound = direction == Direction.OUTBOUND;
    ivLength = suite.encryption().ivLength();
    blockLength = suite.encryption().blockLength();
    icvLength = suite.icvLength();
    esn = suite.esn();
    if (!library.retain()) {
      keys.close();
      throw new IllegalStateException("ipsec-mb is no longer used");
    }
  }

  /** Octets of IV on the wire. */
  final int ivLength() {
    return ivLength;
  }

  /** Octets of ICV on the wire. */
  final int icvLength() {
    return icvLength;
  }

  /** Whether the high half of the sequence number is authenticated. */
  final boolean esn() {
    return esn;
  }

  @Override
  public final void seal(PacketBatch batch, int first, int count) {
    checkUsable(true);
    for (int i = first; i < first + count; i++) {
      if (!fits(batch.length(i))) {
        throw new IllegalArgumentException(
            "a packet of " + batch.length(i) + " octets does not fit");
      }
    }
    long base = address(batch);
    Manager manager = library.managers().take();
    try {
      for (int done = 0; done < count; done += Manager.BURST) {
        int burst = Math.min(Manager.BURST, count - done);
        for (int n = 0; n < burst; n++) {
          manager.packets[n] = first + done + n;
        }
        sealBurst(manager, batch, base, burst);
      }
    } finally {
      library.managers().giveBack(manager);
    }
  }

  @Override
  public final void open(PacketBatch batch, int first, int count) {
    checkUsable(false);
    long base = address(batch);
    Manager manager = library.managers().take();
    try {
      int burst = 0;
      for (int i = first; i < first + count; i++) {
        if (fits(batch.length(i))) {
          manager.packets[burst++] = i;
        } else {
          batch.drop(i);
        }
        if (burst == Manager.BURST || burst > 0 && i == first + count - 1) {
          openBurst(manager, batch, base, burst);
          burst = 0;
        }
      }
    } finally {
      library.managers().giveBack(manager);
    }
  }

  /** Seals the first packets named in {@code manager.packets}, all of which fit. */
  abstract void sealBurst(Manager manager, PacketBatch batch, long base, int burst);

  /** Opens the first packets named in {@code manager.packets}, all of which fit. */
  abstract void openBurst(Manager manager, PacketBatch batch, long base, int burst);

  private boolean fits(int length) {
    int text = length - HEADER - ivLength - icvLength;
    return text >= TRAILER && text % blockLength == 0;
  }

  private long address(PacketBatch batch) {
    if (batch.address() != 0) {
      return batch.address();
    }
    ByteBuffer memory = batch.memory();
    if (memory != addressed) {
      address = NativeBlock.addressOf(memory);
      addressed = memory;
    }
    return address;
  }

  private void checkUsable(boolean forOutbound) {
    if (closed) {
      throw new IllegalStateException("the transform is closed");
    }
    if (outbound != forOutbound) {
      throw new IllegalStateException("the transform is for the other direction");
    }
  }

  /** Address of the keys. */
  final long keys() {
    return keys.address();
  }

  /** Zeroes the keys and lets the library go. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      keys.close();
      addressed = null;
      library.release();
    }
  }
}
