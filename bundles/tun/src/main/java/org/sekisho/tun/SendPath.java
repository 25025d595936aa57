package org.sekisho.tun;

import java.io.IOException;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/**
 * Sends runs of packets through one socket. A run shares its DF bit; the bit is a socket option and
 * is switched only between runs that differ. One thread at a time (the channel's send lock).
 *
 * <p>A packet the kernel refuses is counted and the rest goes on. When the device is slower than we
 * are, the call waits a moment for room, so that packets queue up in the TUN device (where the
 * kernel manages the queue) rather than being dropped here; it waits at most {@link
 * #PATIENCE_MILLIS} without progress, so that a dead device does not stop the sender.
 */
final class SendPath {

  private static final int PATIENCE_MILLIS = 10;
  private static final int MAX_WAITS = 8;
  private static final int MSG_DONTWAIT = 0x40;

  private final OuterSocket socket;
  private final MessageHeaders headers;
  private final Endpoint[] remotes;
  private final Endpoint[] locals;
  private final int[] controlLengths;
  private final Poller writable = new Poller(1);
  private int run;
  private boolean runDontFragment;
  private long errors;
  private long fragmented;
  private int lastErrno;

  /**
   * Makes the path.
   *
   * @param burst how many packets a run has at most
   */
  SendPath(OuterSocket socket, int burst) {
    this.socket = socket;
    headers = new MessageHeaders(burst);
    remotes = new Endpoint[burst];
    locals = new Endpoint[burst];
    controlLengths = new int[burst];
    for (int i = 0; i < burst; i++) {
      controlLengths[i] =
          ControlMessages.write(headers.buffer(), headers.control(i), socket.family(), null);
    }
    writable.set(0, socket.fd(), Poller.OUT);
  }

  /**
   * Whether packet {@code i} of the batch can join the run that is being collected; if not, {@link
   * #flush} first.
   */
  boolean fits(PacketBatch batch, int i) {
    return run == 0 || (run < headers.count() && batch.dontFragment(i) == runDontFragment);
  }

  /** Adds packet {@code i} to the run. */
  void add(PacketBatch batch, int i) {
    Endpoint local = batch.local(i);
    if (local != null && local.isIpv6() != batch.remote(i).isIpv6()) {
      errors++;
      lastErrno = Errno.EINVAL;
      return;
    }
    runDontFragment = batch.dontFragment(i);
    int message = run++;
    addresses(message, batch.remote(i), local);
    headers.payload(message, batch.address() + batch.offset(i), batch.length(i));
    headers.lengths(message, socket.family().addressLength(), controlLengths[message]);
    ControlMessages.trafficClass(headers.buffer(), headers.control(message), batch.trafficClass(i));
  }

  /** An SA's endpoints are the same objects from packet to packet: write them when they change. */
  @SuppressWarnings("ReferenceEquality") // equal but other objects are written again, no harm
  private void addresses(int message, Endpoint remote, Endpoint local) {
    if (remotes[message] != remote) {
      SocketAddresses.write(
          headers.buffer(),
          headers.name(message),
          remote.address(),
          socket.hasPorts() ? remote.port() : 0);
      remotes[message] = remote;
    }
    if (locals[message] != local) {
      controlLengths[message] =
          ControlMessages.write(
              headers.buffer(),
              headers.control(message),
              socket.family(),
              local == null ? null : local.address());
      locals[message] = local;
    }
  }

  /**
   * Sends the run.
   *
   * @return how many packets the kernel accepted
   */
  int flush() throws IOException {
    int count = run;
    run = 0;
    if (count == 0) {
      return 0;
    }
    socket.dontFragment(runDontFragment);
    int accepted = 0;
    int waits = MAX_WAITS;
    int next = 0;
    while (next < count) {
      int sent = send(next, count - next);
      if (sent > 0) {
        next += sent;
        accepted += sent;
        continue;
      }
      lastErrno = Errno.last();
      if (lastErrno == Errno.EINTR) {
        continue;
      }
      if (lastErrno == Errno.EAGAIN && waits > 0) {
        waits = writable.poll(PATIENCE_MILLIS) > 0 ? waits - 1 : 0;
        continue;
      }
      if (lastErrno == Errno.EMSGSIZE && runDontFragment && sendFragmented(next)) {
        accepted++;
      } else {
        errors++;
      }
      next++;
    }
    return accepted;
  }

  /**
   * Sends one packet that is too large for the link or the learnt path without DF, so that it
   * arrives in fragments: who set the tunnel's MTU too high gets a slow tunnel instead of a black
   * hole.
   */
  private boolean sendFragmented(int message) throws IOException {
    socket.dontFragment(false);
    boolean sent = send(message, 1) == 1;
    if (sent) {
      fragmented++;
    } else {
      lastErrno = Errno.last();
    }
    socket.dontFragment(true);
    return sent;
  }

  private int send(int first, int count) {
    return LibC.sendmmsg(socket.fd(), headers.address(first), count, MSG_DONTWAIT);
  }

  /** Packets refused by the kernel. */
  long errors() {
    return errors;
  }

  /** Packets that were too large for DF and left without it. */
  long fragmented() {
    return fragmented;
  }

  /** Why the last refused packet was refused. */
  int lastErrno() {
    return lastErrno;
  }
}
