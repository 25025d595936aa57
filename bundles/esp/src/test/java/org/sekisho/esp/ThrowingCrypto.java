package org.sekisho.esp;

import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/** Does its work until it is told to throw: then half of a run, and leaves the rest in a mess. */
final class ThrowingCrypto extends TestCrypto {

  volatile boolean throwing;

  ThrowingCrypto(String name) {
    super(name);
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    EspTransform good = super.transform(suite, keyMaterial, direction);
    return new EspTransform() {
      @Override
      public void seal(PacketBatch batch, int first, int count) {
        good.seal(batch, first, throwing ? count / 2 : count);
        spoil(batch, first, count);
      }

      @Override
      public void open(PacketBatch batch, int first, int count) {
        good.open(batch, first, throwing ? count / 2 : count);
        spoil(batch, first, count);
      }

      @Override
      public void close() {
        good.close();
      }
    };
  }

  private void spoil(PacketBatch batch, int first, int count) {
    if (throwing) {
      int last = first + count - 1;
      batch.memory().putLong(batch.offset(last) + 20, 0x0bad);
      batch.drop(last);
      throw new IllegalStateException("no more");
    }
  }
}
