package org.sekisho.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sekisho.api.net.PacketBatch;

/**
 * Writes to a device with virtio headers. Runs of segments of one flow become super-packets, which
 * costs the kernel one trip through its stack for up to 64 KB; their payloads stay where they are,
 * gathered by writev. Several flows may be open at a time, as they come interleaved; packets of one
 * flow, and packets of unknown kind between the same addresses, never overtake each other. Nothing
 * waits longer than the call, and nothing is allocated in it.
 */
final class CoalescingWriter implements TunWriter {

  /** Flows that are collected at a time; more would make each packet's search longer. */
  static final int MAX_FLOWS = 16;

  private static final int IOVEC = 16;
  private static final long NO_FLOW = 0;
  private static final int LONGEST_HEADERS = 40 + 60;

  /** A virtio header that says nothing; never written to. */
  private static final int NO_OFFLOAD = 0;

  /** Virtio header of a super-packet, and behind it the other headers, at an aligned address. */
  private static final int SUPER = 16 + 6;

  private static final int HEADERS_END = SUPER + VirtioNetHeader.LENGTH + LONGEST_HEADERS;

  private final GatherWrite device;
  private final TunOffload offload;
  private final NativeMemory headers = new NativeMemory(HEADERS_END);
  private final ByteBuffer bigEndian = headers.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final NativeMemory parts = new NativeMemory((1 + OpenFlow.MAX_SEGMENTS) * IOVEC);
  private final FlowPacket packet = new FlowPacket();

  /** Open flows in the order of their first packets, then those that are free. */
  private final OpenFlow[] flows = new OpenFlow[MAX_FLOWS];

  private int open;
  private PacketBatch batch;
  private int taken;
  private int lost;
  private volatile long refused;

  /**
   * Writes through a call.
   *
   * @param offload what to coalesce
   */
  CoalescingWriter(GatherWrite device, TunOffload offload) {
    this.device = device;
    this.offload = offload;
    for (int i = 0; i < MAX_FLOWS; i++) {
      flows[i] = new OpenFlow();
    }
  }

  @Override
  public int write(PacketBatch batch, int first, int count) {
    this.batch = batch;
    taken = 0;
    lost = 0;
    for (int i = first; i < first + count; i++) {
      if (!batch.isDropped(i)) {
        add(i);
      }
    }
    while (open > 0) {
      flush(0);
    }
    if (lost > 0) {
      refused = refused + lost;
    }
    return taken;
  }

  private void add(int i) {
    FlowPacket.Kind kind =
        offload.coalescesTcp()
            ? packet.look(batch.memory(), batch.offset(i), batch.length(i))
            : FlowPacket.Kind.JUNK;
    switch (kind) {
      case SEGMENT -> addSegment(i);
      case ALONE -> {
        int at = find();
        if (at >= 0) {
          flush(at);
        }
        writeOne(i, packet.key());
      }
      case OTHER -> {
        flushAddresses();
        writeOne(i, NO_FLOW);
      }
      case JUNK -> writeOne(i, NO_FLOW);
    }
  }

  private void addSegment(int i) {
    int at = find();
    if (at >= 0) {
      OpenFlow flow = flows[at];
      if (flow.append(packet, i)) {
        if (flow.isEnded()) {
          flush(at);
        }
        return;
      }
      flush(at);
    }
    if (!packet.isTcp() && !offload.coalescesUdp()) {
      writeOne(i, packet.key());
      return;
    }
    if (open == MAX_FLOWS) {
      flush(0);
    }
    flows[open].open(packet, batch.memory(), i);
    if (flows[open++].isEnded()) {
      flush(open - 1);
    }
  }

  /** The open flow of the packet, or -1; the newest is looked at first. */
  private int find() {
    for (int at = open - 1; at >= 0; at--) {
      if (flows[at].isOf(packet)) {
        return at;
      }
    }
    return -1;
  }

  /** A fragment may belong to any flow between its addresses. */
  private void flushAddresses() {
    for (int at = 0; at < open; ) {
      if (flows[at].hasAddressesOf(packet)) {
        flush(at);
      } else {
        at++;
      }
    }
  }

  private void flush(int at) {
    OpenFlow flow = flows[at];
    open--;
    System.arraycopy(flows, at + 1, flows, at, open - at);
    flows[open] = flow;
    if (flow.count() > 1 && writeSuper(flow)) {
      taken += flow.count();
      return;
    }
    for (int i = 0; i < flow.count(); i++) {
      writeOne(flow.packet(i), flow.key());
    }
  }

  private boolean writeSuper(OpenFlow flow) {
    flow.putHeaders(headers.buffer(), bigEndian, SUPER);
    part(0, headers.address(SUPER), VirtioNetHeader.LENGTH + flow.headers());
    for (int i = 0; i < flow.count(); i++) {
      int segment = flow.packet(i);
      part(
          1 + i,
          batch.address() + batch.offset(segment) + flow.headers(),
          batch.length(segment) - flow.headers());
    }
    return write(1 + flow.count(), flow.length(), flow.key());
  }

  /** A refusal (queue full, interface down, no IP packet) concerns this packet only. */
  private void writeOne(int i, long flow) {
    part(0, headers.address(NO_OFFLOAD), VirtioNetHeader.LENGTH);
    part(1, batch.address() + batch.offset(i), batch.length(i));
    if (write(2, batch.length(i), flow)) {
      taken++;
    } else {
      lost++;
    }
  }

  private void part(int i, long address, int length) {
    parts.buffer().putLong(i * IOVEC, address);
    parts.buffer().putLong(i * IOVEC + 8, length);
  }

  private boolean write(int count, int length, long flow) {
    long written;
    do {
      written = device.write(parts.address(), count, flow);
    } while (written < 0 && Errno.last() == Errno.EINTR);
    return written == VirtioNetHeader.LENGTH + length;
  }

  @Override
  public long refused() {
    return refused;
  }
}
