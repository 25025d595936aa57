package org.sekisho.tun;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/**
 * Sends bursts of packets through one socket. A burst shares its DF bit; the bit is a socket option
 * and is switched only between bursts that differ. One thread at a time (the channel's send lock).
 *
 * <p>Consecutive packets of one length to one peer leave as a train: one message with an iovec a
 * packet and UDP_SEGMENT (udp(7)), so that the kernel routes and queues it once; per packet that
 * costs a fifteenth of a message each. Only the last packet of a train may be shorter.
 *
 * <p>A packet the kernel refuses is counted and the rest goes on. When the device is slower than we
 * are, the call waits a moment for room, so that packets queue up in the TUN device (where the
 * kernel manages the queue) rather than being dropped here; it waits at most {@link
 * #PATIENCE_MILLIS} without progress, so that a dead device does not stop the sender.
 */
final class SendPath {

  /** UDP_MAX_SEGMENTS of kernels before 6.9; later ones take 128, which gains nothing more. */
  static final int MAX_SEGMENTS = 64;

  /** Octets of a train that every kernel accepts over both families. */
  static final int MAX_TRAIN = 65_504;

  private static final int PATIENCE_MILLIS = 10;
  private static final int MAX_WAITS = 8;
  private static final int MSG_DONTWAIT = 0x40;

  private final OuterSocket socket;
  private final MessageHeaders headers;
  private final Endpoint[] remotes;
  private final Endpoint[] locals;
  private final int[] trafficClasses;
  private final int[] controlLengths;
  private final int[] firstVectors;
  private final int[] segments;
  private final int[] segmentSizes;
  private final int[] lastLengths;
  private final int[] octets;
  private final Poller writable = new Poller(1);
  private int messages;
  private int packets;
  private int waits;
  private boolean runDontFragment;
  private long errors;
  private long fragmented;
  private long trains;
  private int lastErrno;

  /**
   * Makes the path.
   *
   * @param burst how many packets a burst has at most
   */
  SendPath(OuterSocket socket, int burst) {
    this.socket = socket;
    headers = new MessageHeaders(burst, burst);
    remotes = new Endpoint[burst];
    locals = new Endpoint[burst];
    trafficClasses = new int[burst];
    controlLengths = new int[burst];
    firstVectors = new int[burst];
    segments = new int[burst];
    segmentSizes = new int[burst];
    lastLengths = new int[burst];
    octets = new int[burst];
    for (int i = 0; i < burst; i++) {
      controlLengths[i] =
          ControlMessages.write(headers.buffer(), headers.control(i), socket.family(), null);
    }
    writable.set(0, socket.fd(), Poller.OUT);
  }

  /**
   * Whether packet {@code i} of the batch can join the burst that is being collected; if not,
   * {@link #flush} first.
   */
  boolean fits(PacketBatch batch, int i) {
    return packets == 0
        || (packets < headers.vectors() && batch.dontFragment(i) == runDontFragment);
  }

  /** Adds packet {@code i} to the burst. */
  void add(PacketBatch batch, int i) {
    Endpoint local = batch.local(i);
    if (local != null && local.isIpv6() != batch.remote(i).isIpv6()) {
      errors++;
      lastErrno = Errno.EINVAL;
      return;
    }
    int vector = packets++;
    int length = batch.length(i);
    headers.vector(vector, batch.address() + batch.offset(i), length);
    int message = messages - 1;
    if (message >= 0 && extendsTrain(message, batch, i)) {
      segments[message]++;
    } else {
      message = messages++;
      runDontFragment = batch.dontFragment(i);
      addresses(message, batch.remote(i), local);
      trafficClasses[message] = batch.trafficClass(i);
      firstVectors[message] = vector;
      segments[message] = 1;
      segmentSizes[message] = length;
      octets[message] = 0;
    }
    octets[message] += length;
    lastLengths[message] = length;
  }

  /** An SA's endpoints are the same objects from packet to packet; others end the train. */
  @SuppressWarnings("ReferenceEquality")
  private boolean extendsTrain(int message, PacketBatch batch, int i) {
    int length = batch.length(i);
    int size = segmentSizes[message];
    return socket.sendsTrains()
        && length > 0
        && length <= size
        && lastLengths[message] == size
        && segments[message] < MAX_SEGMENTS
        && octets[message] + length <= MAX_TRAIN
        && batch.remote(i) == remotes[message]
        && batch.local(i) == locals[message]
        && batch.trafficClass(i) == trafficClasses[message];
  }

  /** Written when they change only. */
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
   * Sends the burst.
   *
   * @return how many packets the kernel accepted
   */
  int flush() throws IOException {
    int count = messages;
    messages = 0;
    packets = 0;
    if (count == 0) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      prepare(i);
    }
    socket.dontFragment(runDontFragment);
    waits = MAX_WAITS;
    int accepted = 0;
    int next = 0;
    while (next < count) {
      int sent = send(next, count - next);
      for (int i = next; i < next + sent; i++) {
        accepted += segments[i];
        trains += segments[i] > 1 ? 1 : 0;
      }
      if (sent > 0) {
        next += sent;
      } else if (!shallRetry()) {
        accepted += recover(next);
        next++;
      }
    }
    return accepted;
  }

  private void prepare(int message) {
    ByteBuffer buffer = headers.buffer();
    int control = headers.control(message);
    ControlMessages.trafficClass(buffer, control, trafficClasses[message]);
    int length = controlLengths[message];
    if (segments[message] > 1) {
      length += ControlMessages.segmentSize(buffer, control + length, segmentSizes[message]);
    }
    headers.payload(message, firstVectors[message], segments[message]);
    headers.lengths(message, socket.family().addressLength(), length);
  }

  /** After a refusal: whether the same call may succeed now. */
  private boolean shallRetry() {
    lastErrno = Errno.last();
    if (lastErrno == Errno.EAGAIN && waits > 0) {
      waits = writable.poll(PATIENCE_MILLIS) > 0 ? waits - 1 : 0;
      return true;
    }
    return lastErrno == Errno.EINTR;
  }

  /** What can still be sent of a refused message; the others are counted. */
  private int recover(int message) throws IOException {
    if (segments[message] == 1) {
      return rescue(message);
    }
    switch (lastErrno) {
      case Errno.EMSGSIZE, Errno.EINVAL -> {
        // a packet is over the path MTU (EINVAL before Linux 6.10): each may be fragmented
        return sendSingly(message);
      }
      case Errno.EIO -> {
        // the device cannot compute checksums (before Linux 6.11)
        socket.stopSendingTrains();
        return sendSingly(message);
      }
      default -> {
        // no route, no room: the same for each packet
        errors += segments[message];
        return 0;
      }
    }
  }

  private int sendSingly(int message) throws IOException {
    headers.lengths(message, socket.family().addressLength(), controlLengths[message]);
    int accepted = 0;
    for (int i = 0; i < segments[message]; i++) {
      headers.payload(message, firstVectors[message] + i, 1);
      int sent = send(message, 1);
      while (sent <= 0 && shallRetry()) {
        sent = send(message, 1);
      }
      accepted += sent > 0 ? 1 : rescue(message);
    }
    return accepted;
  }

  /** Last attempt for one packet: without DF, when that was the reason. */
  private int rescue(int message) throws IOException {
    if (lastErrno == Errno.EMSGSIZE && runDontFragment && sendFragmented(message)) {
      return 1;
    }
    errors++;
    return 0;
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

  /** Messages of more than one packet that the kernel accepted. */
  long trains() {
    return trains;
  }

  /** Why the last refused packet was refused. */
  int lastErrno() {
    return lastErrno;
  }
}
