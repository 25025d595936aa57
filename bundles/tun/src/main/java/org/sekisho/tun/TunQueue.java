package org.sekisho.tun;

import java.io.IOException;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;

/**
 * One queue of all devices, as its reading thread sees it: which devices it polls, whose turn it
 * is, buffers.
 */
final class TunQueue implements AutoCloseable {

  private static final int NONE = -1;

  /** How often one device may be read without a look at the others. */
  private static final int TURNS_WITHOUT_POLL = 8;

  private final int index;
  private final EventLog log;
  private final WakeupEvent wakeup;
  private final SuperPackets buffers = new SuperPackets();
  private final Object receiveLock = new Object();
  private final WakeupModeration moderation = new WakeupModeration(System::nanoTime);
  private KernelTunDevice[] polled = new KernelTunDevice[0];
  private Poller poller = new Poller(1);
  private int turn;
  private int alone = NONE;
  private int turnsWithoutPoll;
  private boolean closed;

  /**
   * Makes the queue's part.
   *
   * @param index which queue of each device
   */
  TunQueue(int index, EventLog log) throws IOException {
    this.index = index;
    this.log = log;
    wakeup = new WakeupEvent();
    poller.set(0, wakeup.fd(), Poller.IN);
  }

  /** Buffers of the reading thread. */
  SuperPackets buffers() {
    return buffers;
  }

  /**
   * See {@link org.sekisho.api.net.TunDevices#receive}.
   *
   * @param now the open devices
   */
  TunDevice receive(KernelTunDevice[] now, PacketBatch batch, int headroom, int timeoutMillis)
      throws IOException {
    synchronized (receiveLock) {
      if (closed) {
        throw new IOException("the TUN devices are closed");
      }
      TunDevice device = nextReady(batch, headroom);
      if (device == null) {
        refresh(now);
        device = again(batch, headroom);
      }
      if (device == null) {
        device = await(batch, headroom, timeoutMillis);
      }
      moderation.received(batch.size());
      return device;
    }
  }

  /** Under load the one busy device has its next packets already, and no poll is needed. */
  private TunDevice again(PacketBatch batch, int headroom) throws IOException {
    if (alone == NONE
        || ++turnsWithoutPoll > TURNS_WITHOUT_POLL
        || polled[alone].read(index, batch, headroom) == 0) {
      alone = NONE;
      return null;
    }
    return polled[alone];
  }

  private TunDevice await(PacketBatch batch, int headroom, int timeoutMillis) throws IOException {
    boolean pending = anyPending();
    int ready = poller.poll(pending ? 0 : timeoutMillis);
    if (ready == 0 && !pending) {
      return null;
    }
    if (poller.ready(polled.length)) {
      poller.clear(polled.length);
      wakeup.drain();
    }
    moderation.await();
    turn = 0;
    TunDevice device = nextReady(batch, headroom);
    if (ready == 1 && !pending && device != null) {
      alone = turn - 1;
      turnsWithoutPoll = 0;
    }
    return device;
  }

  /**
   * Serves the devices the last poll found ready, each once and one batch at a time; then it is
   * time to poll again. So a busy tunnel gets every second batch at most while others have packets.
   */
  private TunDevice nextReady(PacketBatch batch, int headroom) throws IOException {
    while (turn < polled.length) {
      int i = turn++;
      if (poller.ready(i) || polled[i].hasPending(index)) {
        poller.clear(i);
        if (polled[i].read(index, batch, headroom) > 0) {
          return polled[i];
        }
        ignoreWhenGone(i);
      }
    }
    return null;
  }

  private boolean anyPending() {
    for (KernelTunDevice device : polled) {
      if (device.hasPending(index)) {
        return true;
      }
    }
    return false;
  }

  private void ignoreWhenGone(int i) {
    if (polled[i].isGone()) {
      poller.set(i, -1, Poller.IN);
      if (index == 0) {
        log.info(
            "[TUNNEL] "
                + polled[i].name()
                + " was deleted by another program; type \"no tunnel enable\" and \"tunnel enable\""
                + " for tunnel "
                + polled[i].tunnel()
                + " to make it anew");
      }
    }
  }

  private void refresh(KernelTunDevice[] now) {
    if (now == polled) {
      return;
    }
    polled = now;
    alone = NONE;
    turn = now.length;
    poller = new Poller(now.length + 1);
    for (int i = 0; i < now.length; i++) {
      poller.set(i, now[i].pollable(index), Poller.IN);
    }
    poller.set(now.length, wakeup.fd(), Poller.IN);
  }

  /** Makes a waiting receive return; any thread. */
  void wakeup() {
    wakeup.signal();
  }

  /** Ends the queue when a waiting receive, which must have been woken, is over. */
  @Override
  public void close() {
    wakeup.signal();
    synchronized (receiveLock) {
      closed = true;
      wakeup.close();
    }
  }
}
