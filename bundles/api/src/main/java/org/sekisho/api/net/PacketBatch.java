package org.sekisho.api.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Up to a fixed number of packets in one preallocated direct buffer. Each packet has an offset and
 * a length and may lie anywhere in the memory; packets never overlap.
 *
 * <p>Slots are pieces of the memory of one size. Code that builds packets puts packet {@code i}
 * into slot {@code i}, where headers and trailers have room around it. Code that receives puts what
 * the kernel delivers into slots, and that may be a whole train of packets that lie one directly
 * behind the other: so a batch to receive into holds more packets than it has slots, and what is
 * beside a received packet may belong to another one. Writing in front of a received packet or
 * behind its end is allowed only over octets that were its own when it was received.
 *
 * <p>Owned by one thread at a time; nothing here allocates after construction.
 */
public final class PacketBatch {

  private final ByteBuffer memory;
  private final long address;
  private final int slots;
  private final int slotSize;
  private final int[] offsets;
  private final int[] lengths;
  private final long[] sequences;
  private final byte[] trafficClasses;
  private final boolean[] dontFragment;
  private final boolean[] dropped;
  private final Endpoint[] remotes;
  private final Endpoint[] locals;
  private int size;

  /**
   * Makes an empty batch with a slot for each packet.
   *
   * @param memory direct buffer of at least {@code slots * slotSize} octets, big-endian from here
   *     on
   * @param address native address of the buffer's first octet, 0 when no native code will use it
   * @param slots how many packets fit
   * @param slotSize octets a slot
   */
  public PacketBatch(ByteBuffer memory, long address, int slots, int slotSize) {
    this(memory, address, slots, slotSize, slots);
  }

  /**
   * Makes an empty batch to receive into.
   *
   * @param memory direct buffer of at least {@code slots * slotSize} octets, big-endian from here
   *     on
   * @param address native address of the buffer's first octet, 0 when no native code will use it
   * @param slots how many pieces the memory has
   * @param slotSize octets a slot
   * @param capacity how many packets fit, at least as many as there are slots
   */
  public PacketBatch(ByteBuffer memory, long address, int slots, int slotSize, int capacity) {
    if (memory.capacity() < (long) slots * slotSize) {
      throw new IllegalArgumentException("memory of " + memory.capacity() + " octets is too small");
    }
    if (capacity < slots) {
      throw new IllegalArgumentException(slots + " slots for " + capacity + " packets");
    }
    this.memory = memory.order(ByteOrder.BIG_ENDIAN);
    this.address = address;
    this.slots = slots;
    this.slotSize = slotSize;
    offsets = new int[capacity];
    lengths = new int[capacity];
    sequences = new long[capacity];
    trafficClasses = new byte[capacity];
    dontFragment = new boolean[capacity];
    dropped = new boolean[capacity];
    remotes = new Endpoint[capacity];
    locals = new Endpoint[capacity];
  }

  /** A batch for code that needs no native address. */
  public static PacketBatch allocate(int slots, int slotSize) {
    return new PacketBatch(ByteBuffer.allocateDirect(slots * slotSize), 0, slots, slotSize);
  }

  /** The memory of all slots, big-endian; use absolute access. */
  public ByteBuffer memory() {
    return memory;
  }

  /** Native address of the memory, or 0. */
  public long address() {
    return address;
  }

  /** How many packets fit. */
  public int capacity() {
    return offsets.length;
  }

  /** How many slots the memory has. */
  public int slots() {
    return slots;
  }

  /** Octets a slot. */
  public int slotSize() {
    return slotSize;
  }

  /** Where slot {@code i} starts in the memory. */
  public int slotStart(int i) {
    return i * slotSize;
  }

  /** How many packets the batch holds, dropped ones included. */
  public int size() {
    return size;
  }

  /** Empties the batch. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a packet with no metadata.
   *
   * @param offset where it starts in the memory
   * @param length its octets
   * @return its index
   */
  public int add(int offset, int length) {
    int i = size;
    place(i, offset, length);
    size = i + 1;
    sequences[i] = 0;
    trafficClasses[i] = 0;
    dontFragment[i] = false;
    dropped[i] = false;
    remotes[i] = null;
    locals[i] = null;
    return i;
  }

  /** Moves the bounds of packet {@code i}; the packet must stay inside the memory. */
  public void place(int i, int offset, int length) {
    if (offset < 0 || length < 0 || length > memory.capacity() - offset) {
      throw new IndexOutOfBoundsException("packet " + i + " at " + offset + "+" + length);
    }
    offsets[i] = offset;
    lengths[i] = length;
  }

  /** Where packet {@code i} starts in the memory. */
  public int offset(int i) {
    return offsets[i];
  }

  /** Octets of packet {@code i}. */
  public int length(int i) {
    return lengths[i];
  }

  /** 64-bit ESP sequence number of packet {@code i}. */
  public long sequence(int i) {
    return sequences[i];
  }

  /** Sets the 64-bit ESP sequence number. */
  public void sequence(int i, long value) {
    sequences[i] = value;
  }

  /** DSCP and ECN octet of the outer header of packet {@code i}, 0 to 255. */
  public int trafficClass(int i) {
    return trafficClasses[i] & 0xff;
  }

  /** Sets the DSCP and ECN octet of the outer header. */
  public void trafficClass(int i, int value) {
    trafficClasses[i] = (byte) value;
  }

  /** Whether the outer IPv4 header carries DF. */
  public boolean dontFragment(int i) {
    return dontFragment[i];
  }

  /** Sets whether the outer IPv4 header carries DF. */
  public void dontFragment(int i, boolean value) {
    dontFragment[i] = value;
  }

  /** Peer of the outer packet: source when received, destination when sent. */
  public Endpoint remote(int i) {
    return remotes[i];
  }

  /** Sets the peer of the outer packet. */
  public void remote(int i, Endpoint value) {
    remotes[i] = value;
  }

  /** Our side of the outer packet: destination when received, source when sent (null: any). */
  public Endpoint local(int i) {
    return locals[i];
  }

  /** Sets our side of the outer packet. */
  public void local(int i, Endpoint value) {
    locals[i] = value;
  }

  /** Marks packet {@code i} as not to be passed on. */
  public void drop(int i) {
    dropped[i] = true;
  }

  /** Takes {@link #drop} back, for a packet that is given to another transform as it was before. */
  public void undrop(int i) {
    dropped[i] = false;
  }

  /** Whether packet {@code i} was dropped. */
  public boolean isDropped(int i) {
    return dropped[i];
  }

  /** Copies packet {@code i} out; for the slow path and tests. */
  public byte[] copy(int i) {
    byte[] bytes = new byte[lengths[i]];
    memory.get(offsets[i], bytes);
    return bytes;
  }
}
