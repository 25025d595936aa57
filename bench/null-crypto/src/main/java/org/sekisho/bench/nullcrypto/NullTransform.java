package org.sekisho.bench.nullcrypto;

import java.nio.ByteBuffer;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * Fills the room of the IV and of the ICV as AES-GCM does, leaves the text alone, checks nothing.
 */
final class NullTransform implements EspTransform {

  private static final int HEADER = 8;
  private static final int IV = 8;
  private static final int ICV = 16;
  private static final int TRAILER = 2;

  @Override
  public void seal(PacketBatch batch, int first, int count) {
    ByteBuffer memory = batch.memory();
    for (int i = first; i < first + count; i++) {
      int offset = batch.offset(i);
      memory.putLong(offset + HEADER, batch.sequence(i));
      int icv = offset + batch.length(i) - ICV;
      memory.putLong(icv, 0);
      memory.putLong(icv + 8, 0);
    }
  }

  @Override
  public void open(PacketBatch batch, int first, int count) {
    for (int i = first; i < first + count; i++) {
      if (batch.length(i) < HEADER + IV + TRAILER + ICV) {
        batch.drop(i);
      }
    }
  }

  @Override
  public void close() {
    // holds no keys
  }
}
