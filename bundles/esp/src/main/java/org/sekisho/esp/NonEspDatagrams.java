package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.sekisho.api.ike.IkeInput;
import org.sekisho.api.net.PacketBatch;

/**
 * Takes what is not ESP out of a batch from UDP 4500 (RFC 3948 section 2): IKE messages, which four
 * zero octets precede, go to IKE; NAT keepalives, one octet FF, and what is too short for anything
 * are dropped. Each datagram is told apart, because a train of ESP packets may end in an IKE
 * message.
 */
final class NonEspDatagrams {

  private static final Logger LOGGER = System.getLogger(NonEspDatagrams.class.getName());
  private static final int MARKER = 4;

  private final Supplier<IkeInput> ike;

  /**
   * Makes the filter.
   *
   * @param ike where IKE messages go, gives null while there is none
   */
  NonEspDatagrams(Supplier<IkeInput> ike) {
    this.ike = ike;
  }

  /** Drops from the batch everything that is not ESP and hands IKE messages over. */
  void takeOut(PacketBatch batch) {
    ByteBuffer memory = batch.memory();
    for (int i = 0; i < batch.size(); i++) {
      if (batch.length(i) < MARKER) {
        batch.drop(i);
      } else if (memory.getInt(batch.offset(i)) == 0) {
        handOver(batch, i);
        batch.drop(i);
      }
    }
  }

  private void handOver(PacketBatch batch, int i) {
    IkeInput input = ike.get();
    if (input == null || batch.length(i) == MARKER) {
      return;
    }
    byte[] message = new byte[batch.length(i) - MARKER];
    batch.memory().get(batch.offset(i) + MARKER, message);
    try {
      input.receive(batch.local(i), batch.remote(i), message);
    } catch (RuntimeException e) {
      // The ESP packets of the batch must not suffer.
      LOGGER.log(Level.ERROR, "IKE did not take a message", e);
    }
  }
}
