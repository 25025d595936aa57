package org.sekisho.esp;

import java.util.function.Consumer;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevices;

/**
 * What one receiving thread does with a batch while others work on theirs: SPI look-up, a first
 * replay check, open. The turn of the batch's ticket then delivers it ({@link InboundPath}), so
 * that batches reach the replay windows and the devices in the order in which they were received.
 * Nothing is allocated for a packet. One thread at a time.
 */
final class InboundLane {

  /** What the parallel part found out about a packet. */
  enum Verdict {
    /** Opened, or the opening failed and it is dropped; {@link #sa} is its SA. */
    OPENED,
    /** No ESP: the filter took it. */
    TAKEN,
    /** No SA has its SPI, or it is too short to have one. */
    UNKNOWN,
    /** Too short for its SA. */
    SHORT,
    /** Its SA has no transform now. */
    WAITS,
    /** Seen before or too old. */
    REPLAYED
  }

  private final SaDatabase database;
  private final InboundPath path;
  private final int lane;
  private final Consumer<PacketBatch> filter;
  private InboundSa[] sas = new InboundSa[0];
  private Verdict[] verdicts = new Verdict[0];
  private SaTable table = SaTable.EMPTY;

  /**
   * Makes the parallel part of a receiver.
   *
   * @param path delivers
   * @param lane which transforms it uses; receivers that share a lane take turns at its gate
   * @param filter drops from a batch what is not ESP
   */
  InboundLane(SaDatabase database, InboundPath path, int lane, Consumer<PacketBatch> filter) {
    this.database = database;
    this.path = path;
    this.lane = lane;
    this.filter = filter;
  }

  /** Takes the ticket of the batch just received; {@link #process} must follow. */
  long ticket() {
    return database.lanes().delivery().take();
  }

  /**
   * Opens the packets of a batch that are not dropped and delivers them when the ticket's turn
   * comes.
   *
   * @param devices where to write, null while there are none
   */
  void process(PacketBatch batch, long ticket, TunDevices devices) {
    TicketOrder delivery = database.lanes().delivery();
    try {
      filter.accept(batch);
      open(batch);
      delivery.await(ticket);
      path.deliver(batch, this, devices);
    } finally {
      delivery.finish(ticket);
    }
  }

  /**
   * Tries packets again that waited for a crypto provider; those that still have none wait on.
   *
   * @param batch any batch of the receiver, overwritten
   */
  void resume(PacketBatch batch, TunDevices devices) {
    TicketOrder delivery = database.lanes().delivery();
    long ticket = delivery.enter();
    try {
      int left = path.waiting();
      while (left > 0) {
        left -= path.takeHeld(batch, left);
        open(batch);
        path.deliver(batch, this, devices);
      }
    } finally {
      delivery.finish(ticket);
    }
  }

  private void open(PacketBatch batch) {
    if (sas.length < batch.capacity()) {
      sas = new InboundSa[batch.capacity()];
      verdicts = new Verdict[batch.capacity()];
    }
    BatchGate gate = database.lanes().inbound(lane);
    gate.enter();
    try {
      table = database.table();
      for (int i = 0; i < batch.size(); i++) {
        verdicts[i] = batch.isDropped(i) ? Verdict.TAKEN : admit(batch, i);
        if (verdicts[i] != Verdict.OPENED) {
          batch.drop(i);
        }
      }
      openRuns(batch);
    } finally {
      gate.leave();
    }
  }

  private Verdict admit(PacketBatch batch, int i) {
    if (batch.length(i) < EspEncapsulator.ESP_HEADER) {
      sas[i] = null;
      return Verdict.UNKNOWN;
    }
    InboundSa sa = table.inbound(batch.memory().getInt(batch.offset(i)));
    sas[i] = sa;
    if (sa == null) {
      return Verdict.UNKNOWN;
    }
    if (batch.length(i) < sa.minimumLength()) {
      return Verdict.SHORT;
    }
    if (!sa.transforms().isReady(lane)) {
      return Verdict.WAITS;
    }
    // Only a first look, to spare the opening of replays: other lanes move the window meanwhile.
    int low = batch.memory().getInt(batch.offset(i) + EspEncapsulator.SEQUENCE);
    long sequence = sa.window().infer(low);
    if (!sa.window().isAcceptable(sequence)) {
      return Verdict.REPLAYED;
    }
    batch.sequence(i, sequence);
    return Verdict.OPENED;
  }

  /** Opens runs of packets of one SA; the transform gets no dropped packet. */
  private void openRuns(PacketBatch batch) {
    InboundSa run = null;
    int runStart = 0;
    for (int i = 0; i <= batch.size(); i++) {
      InboundSa sa = i < batch.size() && verdicts[i] == Verdict.OPENED ? sas[i] : null;
      if (sa != run) {
        if (run != null) {
          run.transforms().apply(batch, runStart, i - runStart, lane);
        }
        run = sa;
        runStart = i;
      }
    }
  }

  /** A packet found the queue of those that wait for a crypto provider full. */
  void waitingFull() {
    database.lanes().waitingLost().increment();
  }

  /** What was found out about packet {@code i} of the last batch. */
  Verdict verdict(int i) {
    return verdicts[i];
  }

  /** The SA of packet {@code i} of the last batch, null when unknown. */
  InboundSa sa(int i) {
    return sas[i];
  }

  /** The look-up table of the last batch. */
  SaTable table() {
    return table;
  }
}
