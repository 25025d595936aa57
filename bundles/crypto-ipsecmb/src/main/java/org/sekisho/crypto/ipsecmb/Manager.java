package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;

/**
 * One IMB_MGR with the memory its bursts need. 200 KB, so there is one a thread and not one a
 * security association. Used by one thread at a time.
 */
final class Manager {

  /** Packets a burst: what a batch holds, below the library's own limit of 128. */
  static final int BURST = 64;

  /** Octets of scratch memory a packet: nonce, associated data, computed ICV. */
  static final int SCRATCH = 64;

  private final long address;
  private final ByteBuffer view;
  private final NativeBlock pointers = new NativeBlock(BURST * Long.BYTES);
  private final NativeBlock jobs = new NativeBlock(BURST * Layout.JOB);
  private final NativeBlock scratch = new NativeBlock(BURST * SCRATCH);

  /** The packets of the burst by their place in the batch. */
  final int[] packets = new int[BURST];

  /** Octets of the packets that make room for the high half of the sequence number. */
  final int[] displaced = new int[BURST];

  /**
   * Takes over an initialised IMB_MGR.
   *
   * @param address of the IMB_MGR
   */
  Manager(long address) {
    this.address = address;
    view = NativeBlock.view(address, Layout.MANAGER);
  }

  /** Address of the IMB_MGR. */
  long address() {
    return address;
  }

  /** The IMB_MGR up to the end of its ring of jobs. */
  ByteBuffer view() {
    return view;
  }

  /** Addresses of jobs in the ring. */
  NativeBlock pointers() {
    return pointers;
  }

  /** Jobs of our own, for the cipher and hash bursts. */
  NativeBlock jobs() {
    return jobs;
  }

  /** {@link #SCRATCH} octets a packet. */
  NativeBlock scratch() {
    return scratch;
  }

  /** Frees the memory around the IMB_MGR, and returns the address of the latter for freeing. */
  long close() {
    pointers.close();
    jobs.close();
    scratch.close();
    return address;
  }
}
