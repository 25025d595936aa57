package org.sekisho.esp;

import java.nio.ByteBuffer;
import org.sekisho.api.net.PacketBatch;

/**
 * The runs of consecutive packets of one SA in a batch that is being sent: each run draws its
 * sequence numbers and is sealed at once, because burst ciphers gain by long runs. One thread.
 */
final class SealRuns {

  private final OutboundSa[] sas;
  private final int[] starts;
  private final int[] counts;
  private final long[] octets;
  private final boolean[] nearlyExhausted;
  private int size;

  /**
   * Makes room.
   *
   * @param slots capacity of the batches
   */
  SealRuns(int slots) {
    sas = new OutboundSa[slots];
    starts = new int[slots];
    counts = new int[slots];
    octets = new long[slots];
    nearlyExhausted = new boolean[slots];
  }

  /** Forgets all runs. */
  void clear() {
    size = 0;
  }

  /** Whether there is nothing to seal. */
  boolean isEmpty() {
    return size == 0;
  }

  /** The SA of the last run, or null. */
  OutboundSa lastSa() {
    return size == 0 ? null : sas[size - 1];
  }

  /** How many packets the last run has. */
  int lastCount() {
    return size == 0 ? 0 : counts[size - 1];
  }

  /** Adds encapsulated packet {@code i}; it continues the last run or starts one. */
  void add(OutboundSa sa, int i, int innerOctets) {
    int last = size - 1;
    if (last < 0 || sas[last] != sa || starts[last] + counts[last] != i) {
      last = size++;
      sas[last] = sa;
      starts[last] = i;
      counts[last] = 0;
      octets[last] = 0;
    }
    counts[last]++;
    octets[last] += innerOctets;
  }

  /**
   * Draws the sequence numbers of all runs and counts; while the monitor of {@link Lanes#departure}
   * is held. Packets for which no number is left are dropped: {@link TunnelPath#select} prevents
   * that for one thread, several may meet at the very last numbers.
   *
   * @return how many packets were dropped
   */
  int draw(PacketBatch batch, long now) {
    int dropped = 0;
    for (int run = 0; run < size; run++) {
      OutboundSa sa = sas[run];
      int drawn = sa.drawable(counts[run]);
      for (int i = starts[run] + drawn; i < starts[run] + counts[run]; i++) {
        batch.drop(i);
        dropped++;
      }
      counts[run] = drawn;
      long first = sa.draw(drawn);
      nearlyExhausted[run] = sa.isNearlyExhausted(drawn);
      sa.sent(drawn, octets[run], now);
      for (int i = 0; i < drawn; i++) {
        batch.sequence(starts[run] + i, first + i);
      }
    }
    return dropped;
  }

  /** Writes the numbers and seals; under the gate of the lane. */
  void seal(PacketBatch batch, int lane) {
    ByteBuffer memory = batch.memory();
    for (int run = 0; run < size; run++) {
      int start = starts[run];
      int end = start + counts[run];
      for (int i = start; i < end; i++) {
        memory.putInt(batch.offset(i) + EspEncapsulator.SEQUENCE, (int) batch.sequence(i));
      }
      if (end > start) {
        sas[run].transforms().apply(batch, start, end - start, lane);
      }
    }
  }

  /** Tells IKE which SAs are nearly out of numbers. */
  void askForRenewal(EspEvents events) {
    for (int run = 0; run < size; run++) {
      if (nearlyExhausted[run]) {
        int spi = sas[run].inboundSpi();
        events.tell(listener -> listener.sequenceNearlyExhausted(spi));
      }
    }
  }
}
