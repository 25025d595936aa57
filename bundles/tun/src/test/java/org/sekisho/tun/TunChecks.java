package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.testkit.Namespace;
import org.sekisho.testkit.RecordingLog;

/** Checks of TUN devices that run inside a namespace of their own; see InNamespaceTest. */
final class TunChecks {

  private static final int HEADROOM = 64;
  private static final int WAIT = 5000;

  private TunChecks() {}

  public static void main(String[] arguments) throws Exception {
    RecordingLog log = new RecordingLog();
    KernelTunDevices devices = new KernelTunDevices(log, TunOffload.USO, 1);
    switch (arguments[0]) {
      case "ping-pong" -> pingPong(devices);
      case "turns" -> turns(devices);
      case "silence" -> silence(devices);
      case "foreign" -> foreign(devices);
      case "down" -> down(devices, log);
      case "killed" -> {
        devices.open(7, 1280);
        Runtime.getRuntime().halt(0);
      }
      case "again" -> assertEquals("tunnel7", devices.open(7, 1280).name());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    devices.close();
    assertFalse(Files.exists(Path.of("/sys/class/net/tunnel1")), "closing removes the device");
  }

  private static void pingPong(KernelTunDevices devices) throws Exception {
    TunDevice device = devices.open(1, 1400);
    assertEquals("tunnel1", device.name());
    assertSame(device, devices.device(1));
    assertNull(devices.device(2));
    ip("address", "add", "10.9.0.1/24", "dev", "tunnel1");
    PacketBatch batch = NativeBatches.create(8, 2048);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.9.0.1"))) {
      socket.setSoTimeout(WAIT);
      for (int length : new int[] {1, 500, 1372}) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) length);
        send(socket, "10.9.0.2", payload);
        assertSame(device, devices.receive(0, batch, HEADROOM, WAIT));
        assertEquals(1, batch.size());
        assertEquals(batch.slotStart(0) + HEADROOM, batch.offset(0));
        assertEquals(28 + length, batch.length(0));
        turnRound(batch.memory(), batch.offset(0));
        assertEquals(1, device.write(batch, 0, 1));
        DatagramPacket echo = new DatagramPacket(new byte[2000], 2000);
        socket.receive(echo);
        assertArrayEquals(payload, Arrays.copyOf(echo.getData(), echo.getLength()));
      }
      tooSmallSlot(devices, socket);
    }
    device.setMtu(1280);
    assertEquals("1280", Files.readString(Path.of("/sys/class/net/tunnel1/mtu")).strip());
    IOException refused = assertThrows(IOException.class, () -> device.setMtu(10));
    assertTrue(refused.getMessage().startsWith("tunnel1: MTU 10 is refused"));
    device.close();
    device.close();
    assertNull(devices.device(1));
    devices.open(1, 1280);
  }

  private static void tooSmallSlot(KernelTunDevices devices, DatagramSocket socket)
      throws Exception {
    PacketBatch small = NativeBatches.create(4, 600);
    send(socket, "10.9.0.2", new byte[1000]);
    send(socket, "10.9.0.2", new byte[600 - HEADROOM - 28]);
    assertNotNull(devices.receive(0, small, HEADROOM, WAIT));
    assertEquals(1, small.size(), "the packet that was cut is not handed on");
    assertEquals(600 - HEADROOM, small.length(0), "one that fills its slot is");
    assertEquals(1, ((KernelTunDevice) devices.device(1)).truncatedReads());
  }

  private static void turns(KernelTunDevices devices) throws Exception {
    int tunnels = 3;
    for (int i = 1; i <= tunnels; i++) {
      devices.open(i, 1400);
      ip("address", "add", "10.9." + i + ".1/24", "dev", "tunnel" + i);
    }
    PacketBatch batch = NativeBatches.create(2, 2048);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 1; i <= tunnels; i++) {
        for (int packet = 0; packet < 6; packet++) {
          send(socket, "10.9." + i + ".2", new byte[10]);
        }
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      order.add(devices.receive(0, batch, HEADROOM, WAIT).tunnel());
      assertEquals(2, batch.size());
    }
    assertEquals(List.of(1, 2, 3, 1, 2, 3, 1, 2, 3), order);
    devices.wakeup();
    assertNull(devices.receive(0, batch, HEADROOM, 60_000), "woken");
    assertNull(devices.receive(0, batch, HEADROOM, 0));
  }

  private static void silence(KernelTunDevices devices) throws Exception {
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    devices.open(1, 1280);
    ip("address", "add", "10.9.0.1/24", "dev", "tunnel1");
    ip("-6", "route", "add", "2001:db8:2::/64", "dev", "tunnel1");
    PacketBatch batch = NativeBatches.create(4, 2048);
    // the first call ends at once, because opening a device wakes the reader
    for (int timeout : new int[] {0, 3000}) {
      TunDevice spoke = devices.receive(0, batch, HEADROOM, timeout);
      assertNull(spoke, () -> "the kernel sent " + HexFormat.of().formatHex(batch.copy(0)));
    }
  }

  private static void foreign(KernelTunDevices devices) throws Exception {
    ip("tuntap", "add", "mode", "tun", "name", "tunnel2");
    assertEquals(
        "tunnel2 exists already as a persistent device; remove it (ip link delete tunnel2)",
        assertThrows(IOException.class, () -> devices.open(2, 1280)).getMessage());
    ip("link", "add", "tunnel3", "type", "veth", "peer", "name", "tunnel4");
    assertEquals(
        "tunnel3 exists already and is no TUN device; rename or remove it (ip link delete tunnel3)",
        assertThrows(IOException.class, () -> devices.open(3, 1280)).getMessage());
    KernelTunDevices others = new KernelTunDevices(new RecordingLog(), TunOffload.USO, 1);
    others.open(5, 1280);
    assertEquals(
        "tunnel5 is held by another program; stop that program (a second router on this box?)",
        assertThrows(IOException.class, () -> devices.open(5, 1280)).getMessage());
    others.close();
    devices.open(5, 1280);
    ip("link", "show", "tunnel2");
    ip("link", "show", "tunnel3");
  }

  private static void down(KernelTunDevices devices, RecordingLog log) throws Exception {
    KernelTunDevice device = (KernelTunDevice) devices.open(1, 1280);
    devices.open(2, 1280);
    ip("address", "add", "10.9.2.1/24", "dev", "tunnel2");
    PacketBatch batch = NativeBatches.create(2, 2048);
    batch.add(HEADROOM, 20);
    batch.memory().put(HEADROOM, (byte) 0x45);
    batch.add(batch.slotStart(1), 20);
    ip("link", "set", "tunnel1", "down");
    assertEquals(0, device.write(batch, 0, 2));
    assertEquals(2, device.refusedWrites());
    devices.wakeup();
    assertNull(devices.receive(0, batch, HEADROOM, WAIT));

    ip("link", "delete", "tunnel1");
    try (DatagramSocket socket = new DatagramSocket()) {
      send(socket, "10.9.2.2", new byte[10]);
      TunDevice source = devices.receive(0, batch, HEADROOM, WAIT);
      while (source == null || log.texts().isEmpty()) {
        source = devices.receive(0, batch, HEADROOM, WAIT);
        send(socket, "10.9.2.2", new byte[10]);
      }
      assertEquals(2, source.tunnel(), "the other tunnel goes on");
    }
    assertEquals(1, log.texts().size());
    assertTrue(log.texts().get(0).startsWith("[TUNNEL] tunnel1 was deleted by another program"));
    device.close();
    devices.open(1, 1280);
  }

  private static void send(DatagramSocket socket, String to, byte[] payload) throws Exception {
    socket.send(new DatagramPacket(payload, payload.length, InetAddress.getByName(to), 7));
  }

  /** Swaps addresses and ports of an IPv4 UDP packet, which leaves the checksums right. */
  static void turnRound(ByteBuffer memory, int offset) {
    int source = memory.getInt(offset + 12);
    memory.putInt(offset + 12, memory.getInt(offset + 16));
    memory.putInt(offset + 16, source);
    short port = memory.getShort(offset + 20);
    memory.putShort(offset + 20, memory.getShort(offset + 22));
    memory.putShort(offset + 22, port);
  }

  private static void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Namespace.run(command);
  }
}
