package org.sekisho.esp;

import java.util.concurrent.atomic.LongAdder;
import org.sekisho.api.crypto.EspCrypto.Direction;

/**
 * What the packet threads of the data plane share. Each direction has lanes, one for each thread
 * that works on batches in parallel; a lane has its own transforms and a {@link BatchGate} around
 * their use. What must keep an order across lanes has a {@link TicketOrder} for each direction.
 */
final class Lanes {

  private final BatchGate[] inbound;
  private final BatchGate[] outbound;
  private final SpareRun[] inboundSpares;
  private final SpareRun[] outboundSpares;
  private final LongAdder waitingLost = new LongAdder();
  private final TicketOrder delivery = new TicketOrder();
  private final TicketOrder departure = new TicketOrder();

  /**
   * Makes the lanes.
   *
   * @param count lanes in each direction
   */
  Lanes(int count) {
    inbound = gates(count);
    outbound = gates(count);
    inboundSpares = spares(count);
    outboundSpares = spares(count);
  }

  private static BatchGate[] gates(int count) {
    BatchGate[] gates = new BatchGate[count];
    for (int i = 0; i < count; i++) {
      gates[i] = new BatchGate();
    }
    return gates;
  }

  private static SpareRun[] spares(int count) {
    SpareRun[] spares = new SpareRun[count];
    for (int i = 0; i < count; i++) {
      spares[i] = new SpareRun();
    }
    return spares;
  }

  /** How many lanes a direction has. */
  int count() {
    return inbound.length;
  }

  /** Held by whoever opens a received batch with the transforms of a lane. */
  BatchGate inbound(int lane) {
    return inbound[lane];
  }

  /** Held by whoever seals a batch with the transforms of a lane. */
  BatchGate outbound(int lane) {
    return outbound[lane];
  }

  /** The gate of a lane. */
  BatchGate gate(Direction direction, int lane) {
    return direction == Direction.OUTBOUND ? outbound[lane] : inbound[lane];
  }

  /** Where a lane keeps packets of a provider on trial; under the lane's gate. */
  SpareRun spare(Direction direction, int lane) {
    return direction == Direction.OUTBOUND ? outboundSpares[lane] : inboundSpares[lane];
  }

  /** Packets lost because too many waited for a crypto provider, since the start. */
  LongAdder waitingLost() {
    return waitingLost;
  }

  /** Order in which received batches pass replay check, counters and TUN devices. */
  TicketOrder delivery() {
    return delivery;
  }

  /** Order in which batches draw sequence numbers and are sent, which is the same. */
  TicketOrder departure() {
    return departure;
  }
}
