package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.testkit.Namespace;
import org.sekisho.testkit.RecordingLog;

/**
 * The kernel's own TCP and UDP through two devices of one namespace, at each level of offload; see
 * InNamespaceTest. What is routed into tunnel1 is written to tunnel2 with other addresses, and the
 * other way round. The addresses are such that the sum of both stays the same, so that no checksum
 * changes: a wrong one would not be made right by this test.
 */
final class OffloadChecks {

  private static final int HEADROOM = 64;
  private static final int STREAM = 6_000_000;
  private static final int DATAGRAMS = 20;
  private static final int DATAGRAM = 1000;

  /** Addresses of tunnel1, what lies behind it, tunnel2, and what lies behind it. */
  private static final String[][] ADDRESSES = {
    {"10.9.0.1", "10.9.1.2", "10.9.1.1", "10.9.0.2"},
    {"fd00::1", "fd00::1:2", "fd00::1:1", "fd00::2"}
  };

  private final KernelTunDevices devices;
  private final Thread relay = new Thread(this::relay, "relay");
  private volatile boolean stop;
  private volatile Throwable failure;
  private volatile long relayed;

  private OffloadChecks(TunOffload level) throws Exception {
    devices = new KernelTunDevices(new RecordingLog(), level, 1);
    for (int tunnel = 1; tunnel <= 2; tunnel++) {
      KernelTunDevice device = (KernelTunDevice) devices.open(tunnel, 1400);
      assertEquals(level, device.offload(), "this kernel gives what the study found");
      for (String[] family : ADDRESSES) {
        String own = family[2 * tunnel - 2];
        String[] add = {"ip", "address", "add", own, "dev", device.name()};
        Namespace.run(own.contains(":") ? withNoDad(add) : List.of(add));
        Namespace.run(
            List.of(
                "ip", "route", "add", family[2 * tunnel - 1], "dev", device.name(), "src", own));
      }
    }
  }

  private static List<String> withNoDad(String[] command) {
    String[] more = Arrays.copyOf(command, command.length + 1);
    more[command.length] = "nodad";
    return List.of(more);
  }

  /** C library calls the product does not need. */
  private static final class More {
    static {
      Native.register(More.class, Platform.C_LIBRARY_NAME);
    }

    static native int connect(int fd, long address, int length);
  }

  public static void main(String[] arguments) throws Exception {
    for (TunOffload level : TunOffload.values()) {
      new OffloadChecks(level).check(level);
    }
  }

  private void check(TunOffload level) throws Exception {
    relay.setDaemon(true);
    relay.start();
    for (String[] family : ADDRESSES) {
      long calls = calls();
      long before = relayed;
      stream(family, level);
      expectCalls(calls() - calls, relayed - before, level.coalescesTcp(), level + " TCP");
      calls = calls();
      before = relayed;
      datagrams(family);
      expectCalls(calls() - calls, relayed - before, level.coalescesUdp(), level + " UDP");
    }
    stop = true;
    devices.wakeup();
    relay.join(10_000);
    if (failure != null) {
      throw new AssertionError(failure);
    }
    for (int tunnel = 1; tunnel <= 2; tunnel++) {
      assertEquals(0, ((KernelTunDevice) devices.device(tunnel)).refusedWrites());
      assertEquals(0, ((KernelTunDevice) devices.device(tunnel)).truncatedReads());
    }
    devices.close();
  }

  /** The kernel counts a super-packet as one: both into a device and out of it. */
  private static long calls() throws IOException {
    long sum = 0;
    for (String counter : new String[] {"tx_packets", "rx_packets"}) {
      for (int tunnel = 1; tunnel <= 2; tunnel++) {
        Path file = Path.of("/sys/class/net/tunnel" + tunnel + "/statistics/" + counter);
        sum += Long.parseLong(Files.readString(file).strip());
      }
    }
    return sum;
  }

  /** An ordinary packet is counted twice, on its way in and out; a few may be under way now. */
  private static void expectCalls(long calls, long packets, boolean few, String what) {
    assertEquals(few, calls < packets * 1.5, () -> what + ": " + calls + " for " + packets);
  }

  /** A request of random bytes one way and its echo the other way. */
  private void stream(String[] family, TunOffload level) throws Exception {
    byte[] sent = new byte[STREAM];
    new Random(level.ordinal()).nextBytes(sent);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(family[2]));
        Socket client = new Socket()) {
      client.connect(new InetSocketAddress(family[1], server.getLocalPort()), 10_000);
      try (Socket accepted = server.accept()) {
        client.setSoTimeout(10_000);
        accepted.setSoTimeout(10_000);
        assertArrayEquals(sent, transfer(client, accepted, sent));
        assertArrayEquals(sent, transfer(accepted, client, sent));
      }
    }
  }

  private static byte[] transfer(Socket from, Socket to, byte[] octets) throws Exception {
    Thread writer =
        new Thread(
            () -> {
              Random sizes = new Random(7);
              try {
                OutputStream out = from.getOutputStream();
                for (int at = 0; at < octets.length; ) {
                  int size = Math.min(octets.length - at, 1 + sizes.nextInt(100_000));
                  out.write(octets, at, size);
                  at += size;
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    byte[] got = new byte[octets.length];
    new DataInputStream(to.getInputStream()).readFully(got);
    writer.join();
    return got;
  }

  /** Bursts that the kernel cuts into datagrams, the last of each a shorter one. */
  private static void datagrams(String[] family) throws Exception {
    Random random = new Random(8);
    Family addressFamily = family[1].contains(":") ? Family.IPV6 : Family.IPV4;
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getByName(family[2]))) {
      receiver.setSoTimeout(10_000);
      int fd = LibC.socket(addressFamily.domain(), 2, 0);
      assertEquals(0, connect(fd, addressFamily, family[1], receiver.getLocalPort()));
      NativeMemory size = new NativeMemory(4);
      size.buffer().putInt(0, DATAGRAM);
      assertEquals(0, LibC.setsockopt(fd, 17, 103, size.address(), 4), "UDP_SEGMENT");
      for (int round = 0; round < 30; round++) {
        byte[] burst = InnerPacket.bytes(random, DATAGRAM * DATAGRAMS - random.nextInt(DATAGRAM));
        NativeMemory memory = new NativeMemory(burst.length);
        memory.buffer().put(0, burst);
        assertEquals(burst.length, LibC.write(fd, memory.address(), burst.length));
        for (int at = 0; at < burst.length; at += DATAGRAM) {
          DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
          receiver.receive(packet);
          assertArrayEquals(
              Arrays.copyOfRange(burst, at, Math.min(burst.length, at + DATAGRAM)),
              Arrays.copyOf(packet.getData(), packet.getLength()));
        }
      }
      LibC.close(fd);
    }
  }

  private static int connect(int fd, Family family, String address, int port) throws Exception {
    NativeMemory name = new NativeMemory(28);
    byte[] octets = InetAddress.getByName(address).getAddress();
    name.buffer().putShort(0, (short) family.domain());
    name.buffer().put(2, (byte) (port >>> 8)).put(3, (byte) port);
    name.buffer().put(octets.length == 4 ? 4 : 8, octets);
    return More.connect(fd, name.address(), octets.length == 4 ? 16 : 28);
  }

  /** Batches of changing size, so that super-packets are interrupted everywhere. */
  private void relay() {
    PacketBatch[] batches = new PacketBatch[40];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = NativeBatches.create(i + 1, 2048);
    }
    Random random = new Random(9);
    byte[][][] translated = translated();
    try {
      while (!stop) {
        PacketBatch batch = batches[random.nextInt(batches.length)];
        TunDevice from = devices.receive(0, batch, HEADROOM, 1000);
        if (from != null) {
          for (int i = 0; i < batch.size(); i++) {
            translate(batch.memory(), batch.offset(i), translated[from.tunnel() - 1]);
          }
          devices.device(3 - from.tunnel()).write(batch, 0, batch.size());
          relayed += batch.size();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** For each device and version: source and destination on the other device. */
  private static byte[][][] translated() {
    byte[][][] result = new byte[2][2][];
    for (int version = 0; version < 2; version++) {
      String[] family = ADDRESSES[version];
      result[0][version] = pair(family[3], family[2]);
      result[1][version] = pair(family[1], family[0]);
    }
    return result;
  }

  private static byte[] pair(String source, String destination) {
    try {
      byte[] first = InetAddress.getByName(source).getAddress();
      byte[] both = Arrays.copyOf(first, 2 * first.length);
      System.arraycopy(
          InetAddress.getByName(destination).getAddress(), 0, both, first.length, first.length);
      return both;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void translate(ByteBuffer memory, int packet, byte[][] addresses) {
    boolean ipv6 = (memory.get(packet) & 0xf0) == 0x60;
    memory.put(packet + (ipv6 ? 8 : 12), addresses[ipv6 ? 1 : 0]);
  }
}
