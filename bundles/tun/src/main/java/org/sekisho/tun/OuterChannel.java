package org.sekisho.tun;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;

/**
 * One UDP port or protocol 50 over the sockets of both families. Receiving and sending each hold a
 * lock for the length of a call: uncontended it costs nothing against the system call, it lets the
 * slow path send in between (the DF bit is a socket option), and it keeps {@link #close} from
 * closing a descriptor that is in use.
 */
final class OuterChannel implements PacketChannel, AutoCloseable {

  /** Packets of one call to send: about what one turn of a loop brings. */
  private static final int SEND_BURST = 128;

  private static final int LARGEST_DATAGRAM = 65_535;

  /** Where each packet is a message of its own: slots for long IKE messages (16 KB). */
  private static final int SINGLE_SLOTS = 64;

  private static final int SINGLE_SLOT_SIZE = 16_384;

  /**
   * Where packets come in trains of up to 64 KB. Only the pages that were ever filled are resident;
   * trains seldom reach the upper half, which is for packets that come one by one.
   */
  private static final int TRAIN_SLOTS = 16;

  private static final int TRAIN_SLOT_SIZE = 65_536;

  private static final int TRAIN_CAPACITY = 8 * ReceivePath.MAX_SEGMENTS;

  /** With so many packets a turn is large enough; more would only leave the processor's cache. */
  private static final int ENOUGH = 256;

  /** How often packets may be taken without a look at the sockets that had none. */
  private static final int TURNS_WITHOUT_POLL = 16;

  private final OuterSocket[] sockets;
  private final ReceivePath[] receivers;
  private final boolean[] hopeful;
  private final boolean receivesTrains;
  private final SendPath senderIpv4;
  private final SendPath senderIpv6;
  private final WakeupEvent wakeup;
  private final Poller poller;
  private final WakeupModeration moderation = new WakeupModeration(System::nanoTime);
  private final PacketBatch slowPath;
  private final Object receiveLock = new Object();
  private final Object sendLock = new Object();
  private int turn;
  private int turnsWithoutPoll;
  private long unsendable;
  private volatile long sendErrors;
  private volatile boolean closed;

  /**
   * Takes the sockets over.
   *
   * @param sockets one of IPv4, and one of IPv6 where the box has it
   */
  OuterChannel(List<OuterSocket> sockets) throws IOException {
    this.sockets = sockets.toArray(OuterSocket[]::new);
    wakeup = new WakeupEvent();
    receivers = new ReceivePath[this.sockets.length];
    hopeful = new boolean[this.sockets.length];
    receivesTrains = sockets.stream().anyMatch(OuterSocket::receivesTrains);
    poller = new Poller(this.sockets.length + 1);
    SendPath ipv4 = null;
    SendPath ipv6 = null;
    for (int i = 0; i < this.sockets.length; i++) {
      OuterSocket socket = this.sockets[i];
      receivers[i] = new ReceivePath(socket, receivesTrains ? TRAIN_SLOTS : SINGLE_SLOTS);
      poller.set(i, socket.fd(), Poller.IN);
      if (socket.family() == Family.IPV4) {
        ipv4 = new SendPath(socket, SEND_BURST);
      } else {
        ipv6 = new SendPath(socket, SEND_BURST);
      }
    }
    poller.set(this.sockets.length, wakeup.fd(), Poller.IN);
    senderIpv4 = ipv4;
    senderIpv6 = ipv6;
    slowPath = NativeBatches.create(1, LARGEST_DATAGRAM);
  }

  @Override
  public PacketBatch newReceiveBatch() {
    return receivesTrains
        ? NativeBatches.create(TRAIN_SLOTS, TRAIN_SLOT_SIZE, TRAIN_CAPACITY)
        : NativeBatches.create(SINGLE_SLOTS, SINGLE_SLOT_SIZE);
  }

  @Override
  public int receive(PacketBatch batch, int headroom, int timeoutMillis) throws IOException {
    NativeBatches.require(batch, headroom);
    batch.clear();
    synchronized (receiveLock) {
      if (closed) {
        throw new ClosedChannelException();
      }
      // under load the packets are there already and no poll is needed, but for the other family
      if (++turnsWithoutPoll >= TURNS_WITHOUT_POLL || receiveNow(batch, headroom) == 0) {
        await(batch, headroom, timeoutMillis);
      }
      moderation.received(batch.size());
      return batch.size();
    }
  }

  private void await(PacketBatch batch, int headroom, int timeoutMillis) throws IOException {
    turnsWithoutPoll = 0;
    if (poller.poll(timeoutMillis) == 0) {
      return;
    }
    if (poller.ready(sockets.length)) {
      wakeup.drain();
    }
    for (int i = 0; i < receivers.length; i++) {
      hopeful[i] = poller.ready(i);
    }
    if (!closed) {
      moderation.await();
      receiveNow(batch, headroom);
    }
  }

  /**
   * Asks the sockets that had packets the last time or that the last poll found ready. The families
   * take turns to be first, so that a flood on one does not silence the other.
   */
  private int receiveNow(PacketBatch batch, int headroom) throws IOException {
    int slot = 0;
    for (int i = 0; i < receivers.length; i++) {
      int index = (turn + i) % receivers.length;
      while (hopeful[index] && batch.size() < ENOUGH) {
        int room = receivers[index].room(batch, slot);
        if (room == 0) {
          break;
        }
        int used = receivers[index].receive(batch, headroom, slot, room);
        slot += used;
        hopeful[index] = used > 0;
        if (used < room) {
          break;
        }
      }
    }
    turn = (turn + 1) % receivers.length;
    return batch.size();
  }

  @Override
  public int send(PacketBatch batch) throws IOException {
    NativeBatches.require(batch, 0);
    synchronized (sendLock) {
      if (closed) {
        throw new ClosedChannelException();
      }
      return sendLocked(batch);
    }
  }

  private int sendLocked(PacketBatch batch) throws IOException {
    int accepted = 0;
    SendPath current = null;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isDropped(i)) {
        continue;
      }
      SendPath path = pathTo(batch.remote(i));
      if (path == null) {
        unsendable++;
        continue;
      }
      if (current != null && (current != path || !path.fits(batch, i))) {
        accepted += current.flush();
      }
      current = path;
      path.add(batch, i);
    }
    if (current != null) {
      accepted += current.flush();
    }
    sendErrors = unsendable + senderIpv4.errors() + (senderIpv6 == null ? 0 : senderIpv6.errors());
    return accepted;
  }

  private SendPath pathTo(Endpoint remote) {
    if (remote == null) {
      return null;
    }
    return remote.isIpv6() ? senderIpv6 : senderIpv4;
  }

  @Override
  public void send(Endpoint local, Endpoint remote, byte[] payload) throws IOException {
    if (payload.length > LARGEST_DATAGRAM) {
      throw new IOException("a datagram of " + payload.length + " octets to " + remote);
    }
    synchronized (sendLock) {
      if (closed) {
        throw new ClosedChannelException();
      }
      SendPath path = pathTo(remote);
      if (path == null) {
        throw new IOException("no IPv6 on this box to send to " + remote);
      }
      slowPath.clear();
      slowPath.add(0, payload.length);
      slowPath.memory().put(0, payload);
      slowPath.remote(0, remote);
      slowPath.local(0, local);
      if (sendLocked(slowPath) != 1) {
        throw new IOException("cannot send to " + remote + ": " + Errno.text(path.lastErrno()));
      }
    }
  }

  @Override
  public void wakeup() {
    wakeup.signal();
  }

  @Override
  public long sendErrors() {
    return sendErrors;
  }

  /** Packets that were too large for DF and left without it. */
  long fragmented() {
    synchronized (sendLock) {
      return senderIpv4.fragmented();
    }
  }

  /** Messages of more than one packet that were sent. */
  long trainsSent() {
    synchronized (sendLock) {
      return senderIpv4.trains() + (senderIpv6 == null ? 0 : senderIpv6.trains());
    }
  }

  /** Received packets that were dropped: empty or larger than their slot. */
  long receiveDrops() {
    synchronized (receiveLock) {
      long sum = 0;
      for (ReceivePath receiver : receivers) {
        sum += receiver.dropped();
      }
      return sum;
    }
  }

  /** The bound UDP port. */
  int localPort() {
    return sockets[0].localPort();
  }

  /** Whether IPv6 peers can be reached. */
  boolean hasIpv6() {
    return senderIpv6 != null;
  }

  @Override
  public void close() {
    closed = true;
    wakeup.signal();
    synchronized (receiveLock) {
      synchronized (sendLock) {
        if (wakeup.isClosed()) {
          return;
        }
        wakeup.close();
        for (OuterSocket socket : sockets) {
          socket.close();
        }
      }
    }
  }
}
