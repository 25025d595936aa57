package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.testkit.Namespace;
import org.sekisho.testkit.RecordingLog;

/** Devices with two queues, inside a namespace of their own; see InNamespaceTest. */
final class QueueChecks {

  private static final int QUEUES = 2;
  private static final int FLOWS = 24;
  private static final int PACKETS = 3;
  private static final int HEADROOM = 64;
  private static final int WAIT = 5000;

  private QueueChecks() {}

  public static void main(String[] arguments) throws Exception {
    TunOffload offload = TunOffload.from(arguments[0]);
    KernelTunDevices devices = new KernelTunDevices(new RecordingLog(), offload, QUEUES);
    assertEquals(QUEUES, devices.queues());
    KernelTunDevice device = (KernelTunDevice) devices.open(1, 1400);
    assertEquals(offload, device.offload());
    Namespace.run(List.of("ip", "address", "add", "10.9.0.1/24", "dev", "tunnel1"));
    List<DatagramSocket> sockets = new ArrayList<>();
    for (int i = 0; i < FLOWS; i++) {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.9.0.1"));
      socket.setSoTimeout(WAIT);
      sockets.add(socket);
    }
    round(devices, sockets);
    Map<Integer, Integer> settled = round(devices, sockets);
    assertEquals(settled, round(devices, sockets), "answers leave each flow in its queue");
    if (offload != TunOffload.NONE) {
      assertEquals(QUEUES, new HashSet<>(settled.values()).size(), "all queues are used");
    }
    devices.wakeup();
    PacketBatch batch = NativeBatches.create(1, 2048);
    for (int queue = 0; queue < QUEUES; queue++) {
      assertNull(devices.receive(queue, batch, HEADROOM, 60_000), "each queue is woken");
    }
    devices.close();
  }

  /** Every flow sends, and gets its packets back; gives the queue of each flow by its port. */
  private static Map<Integer, Integer> round(KernelTunDevices devices, List<DatagramSocket> sockets)
      throws Exception {
    for (int n = 0; n < PACKETS; n++) {
      for (DatagramSocket socket : sockets) {
        byte[] payload = {(byte) n};
        socket.send(new DatagramPacket(payload, 1, InetAddress.getByName("10.9.0.2"), 7));
      }
    }
    Map<Integer, Integer> queues = new HashMap<>();
    Map<Integer, Integer> next = new HashMap<>();
    PacketBatch batch = NativeBatches.create(64, 2048);
    long end = System.nanoTime() + WAIT * 1_000_000L;
    for (int got = 0; got < FLOWS * PACKETS; ) {
      for (int queue = 0; queue < QUEUES; queue++) {
        TunDevice device = devices.receive(queue, batch, HEADROOM, 10);
        for (int i = 0; device != null && i < batch.size(); i++, got++) {
          ByteBuffer packet = ByteBuffer.wrap(batch.copy(i));
          int port = packet.getShort(20) & 0xffff;
          Integer known = queues.put(port, queue);
          assertTrue(known == null || known == queue, "a flow stays in its queue");
          assertEquals(next.merge(port, 1, Integer::sum) - 1, packet.get(28), "and in order");
          TunChecks.turnRound(batch.memory(), batch.offset(i));
        }
        if (device != null) {
          assertEquals(batch.size(), device.write(batch, 0, batch.size()));
        }
      }
      assertTrue(System.nanoTime() < end, "only " + got + " packets arrived");
    }
    for (DatagramSocket socket : sockets) {
      for (int n = 0; n < PACKETS; n++) {
        DatagramPacket answer = new DatagramPacket(new byte[10], 10);
        socket.receive(answer);
        assertEquals(n, answer.getData()[0]);
      }
    }
    return queues;
  }
}
