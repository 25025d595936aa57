package org.sekisho.api.net;

import java.io.IOException;

/** Creates TUN devices and reads what the kernel routes into them; registered as a service. */
public interface TunDevices {

  /**
   * Creates the device, sets its MTU and brings it up. A stale device of the same name left by a
   * killed router is replaced.
   *
   * @param tunnel tunnel number, 1 and up; the interface is named {@code tunnelN}
   * @param mtu octets
   * @throws IOException with a sentence for the administrator
   */
  TunDevice open(int tunnel, int mtu) throws IOException;

  /**
   * How many queues each device has (tuntap.rst, IFF_MULTI_QUEUE). The kernel keeps all packets of
   * a flow in one queue, so that a thread may serve each.
   */
  int queues();

  /**
   * Waits until a queue has packets and reads up to a batch of one device (batch cleared first);
   * devices take turns. One thread at a time for each queue.
   *
   * @param queue 0 to {@link #queues} - 1
   * @param headroom octets left free in front of each packet inside its slot
   * @param timeoutMillis longest wait; 0 polls
   * @return the device the packets came from, or null on timeout or {@link #wakeup}
   */
  TunDevice receive(int queue, PacketBatch batch, int headroom, int timeoutMillis)
      throws IOException;

  /** The open device of a tunnel, or null. Any thread, no lock taken. */
  TunDevice device(int tunnel);

  /** Makes a waiting {@link #receive} of each queue return; any thread. */
  void wakeup();
}
