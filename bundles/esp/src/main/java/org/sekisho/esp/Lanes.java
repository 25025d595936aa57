package org.sekisho.esp;

/**
 * What the packet threads of the data plane share. Each direction has lanes, one for each thread
 * that works on batches in parallel; a lane has its own transforms and a {@link BatchGate} around
 * their use. What must keep an order across lanes has a {@link TicketOrder} for each direction.
 */
final class Lanes {

  private final BatchGate[] inbound;
  private final BatchGate[] outbound;
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
  }

  private static BatchGate[] gates(int count) {
    BatchGate[] gates = new BatchGate[count];
    for (int i = 0; i < count; i++) {
      gates[i] = new BatchGate();
    }
    return gates;
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

  /** Order in which received batches pass replay check, counters and TUN devices. */
  TicketOrder delivery() {
    return delivery;
  }

  /** Order in which batches draw sequence numbers and are sent, which is the same. */
  TicketOrder departure() {
    return departure;
  }
}
