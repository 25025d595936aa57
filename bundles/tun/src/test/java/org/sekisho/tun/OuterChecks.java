package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.testkit.Namespace;
import org.sekisho.testkit.RecordingLog;

/** Checks of the outer sockets that run inside a namespace of their own; see InNamespaceTest. */
final class OuterChecks {

  private static final int HEADROOM = 64;
  private static final int WAIT = 5000;

  private OuterChecks() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "esp" -> esp();
      case "fragmentation" -> fragmentation();
      case "trains-over-the-mtu" -> trainsOverTheMtu();
      case "long-ike" -> longIke();
      case "unreachable" -> unreachable();
      case "icmp" -> icmp();
      case "without-ipv6" -> withoutIpv6();
      case "retry" -> retry();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void esp() throws Exception {
    try (SocketTransport transport = SocketTransport.open()) {
      for (String[] pair : new String[][] {{"127.0.0.2", "127.0.0.3"}, {"::1", "::1"}}) {
        PacketBatch out = transport.newBatch(2, 2048);
        for (int i = 0; i < 2; i++) {
          int offset = out.slotStart(i) + HEADROOM;
          out.memory().put(offset, packet(100 + i));
          out.add(offset, 100 + i);
          out.local(i, at(pair[0], 0));
          // the port of an endpoint means nothing to protocol 50
          out.remote(i, at(pair[1], 4500));
          out.trafficClass(i, 0xb8);
        }
        assertEquals(2, transport.esp().send(out));
        PacketBatch in = transport.newBatch(8, 2048);
        int got = 0;
        while (got < 2) {
          int count = transport.esp().receive(in, HEADROOM, WAIT);
          assertTrue(count > 0, "nothing arrived over " + pair[0]);
          for (int i = 0; i < count; i++) {
            assertArrayEquals(packet(100 + got + i), in.copy(i));
            assertEquals(in.slotStart(i) + HEADROOM, in.offset(i), "after the IP header");
            assertEquals(at(pair[0], 0), in.remote(i));
            assertEquals(at(pair[1], 0), in.local(i));
            assertEquals(0xb8, in.trafficClass(i));
          }
          got += count;
        }
      }
    }
  }

  private static void fragmentation() throws Exception {
    Namespace.run(List.of("ip", "link", "set", "lo", "mtu", "1500"));
    try (SocketTransport transport = SocketTransport.open()) {
      PacketBatch out = transport.newBatch(4, 4096);
      int[] lengths = {1000, 3000, 1001, 3001};
      for (int i = 0; i < lengths.length; i++) {
        out.memory().put(out.slotStart(i), packet(lengths[i]));
        out.add(out.slotStart(i), lengths[i]);
        out.remote(i, at("127.0.0.1", 4500));
        out.dontFragment(i, i < 3);
      }
      OuterChannel channel = (OuterChannel) transport.udp4500();
      assertEquals(4, channel.send(out));
      assertEquals(0, channel.sendErrors());
      assertEquals(1, channel.fragmented(), "the second needed fragments though it asked for DF");
      PacketBatch in = channel.newReceiveBatch();
      for (int got = 0; got < 4; got += in.size()) {
        assertTrue(channel.receive(in, 0, WAIT) > 0);
        for (int i = 0; i < in.size(); i++) {
          assertArrayEquals(packet(lengths[got + i]), in.copy(i));
        }
      }
    }
  }

  /** A train of packets that are over the MTU is taken apart, and each packet is fragmented. */
  private static void trainsOverTheMtu() throws Exception {
    Namespace.run(List.of("ip", "link", "set", "lo", "mtu", "1500"));
    try (SocketTransport transport = SocketTransport.open()) {
      OuterChannel channel = (OuterChannel) transport.udp4500();
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        PacketBatch out = transport.newBatch(12, 4096);
        Endpoint to = at(address, 4500);
        for (int i = 0; i < 12; i++) {
          // ends in packets that fit, which are a train again
          int length = i < 8 ? 3000 : 1000;
          out.memory().put(out.slotStart(i), packet(length));
          out.add(out.slotStart(i), length);
          out.remote(i, to);
          out.dontFragment(i, i < 4 || i >= 8);
        }
        assertEquals(12, channel.send(out));
        PacketBatch in = channel.newReceiveBatch();
        for (int got = 0; got < 12; got += in.size()) {
          assertTrue(channel.receive(in, 0, WAIT) > 0);
          for (int i = 0; i < in.size(); i++) {
            assertArrayEquals(packet(got + i < 8 ? 3000 : 1000), in.copy(i));
          }
        }
      }
      assertEquals(0, channel.sendErrors());
      assertEquals(4, channel.fragmented(), "IPv4 packets that asked for DF");
      assertEquals(2, channel.trainsSent(), "those that fit, of either family");
    }
  }

  /** A peer that offers much sends IKE_SA_INIT as IP fragments: the kernel puts them together. */
  private static void longIke() throws Exception {
    Namespace.run(List.of("ip", "link", "set", "lo", "mtu", "1280"));
    try (SocketTransport transport = SocketTransport.open()) {
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        for (OuterChannel channel :
            List.of((OuterChannel) transport.udp500(), (OuterChannel) transport.udp4500())) {
          int port = channel == transport.udp500() ? 500 : 4500;
          PacketBatch in = port == 500 ? transport.newBatch(2, 65_536) : channel.newReceiveBatch();
          for (int length : new int[] {3_000, 10_000, port == 500 ? 65_000 : 16_000}) {
            channel.send(null, at(address, port), packet(length));
            assertTrue(channel.receive(in, 0, WAIT) > 0, length + " octets to " + address);
            assertArrayEquals(packet(length), in.copy(0));
          }
        }
      }
    }
  }

  private static void unreachable() throws Exception {
    try (SocketTransport transport = SocketTransport.open()) {
      PacketBatch out = transport.newBatch(3, 512);
      String[] remotes = {"127.0.0.1", "192.0.2.1", "127.0.0.1"};
      for (int i = 0; i < 3; i++) {
        out.add(out.slotStart(i), 10 + i);
        out.remote(i, at(remotes[i], 500));
      }
      assertEquals(2, transport.udp500().send(out));
      assertEquals(1, transport.udp500().sendErrors());
      assertNull(transport.sourceAddressFor(InetAddress.getByName("192.0.2.1")));
      assertNull(transport.sourceAddressFor(InetAddress.getByName("2001:db8::1")));
    }
  }

  /** What the host says when nobody listens on a port, and nothing else of ICMP. */
  private static void icmp() throws Exception {
    try (SocketTransport transport = SocketTransport.open()) {
      PacketBatch in = transport.newBatch(4, 2048);
      for (String address : new String[] {"127.0.0.1", "::1"}) {
        Namespace.run(List.of("ping", "-c", "1", address)); // echoes are not for us
        transport.udp500().send(null, at(address, 501), packet(40));
        assertEquals(1, transport.unreachable().orElseThrow().receive(in, 0, WAIT));
        boolean v4 = address.equals("127.0.0.1");
        byte[] message = in.copy(0);
        assertEquals(at(address, 0), in.remote(0));
        assertEquals(v4 ? 3 : 1, message[0], "destination unreachable");
        assertEquals(v4 ? 3 : 4, message[1], "port unreachable");
        int quoted = v4 ? 28 : 48;
        assertEquals(500, (message[quoted] & 0xff) << 8 | message[quoted + 1] & 0xff);
        assertEquals(501, (message[quoted + 2] & 0xff) << 8 | message[quoted + 3] & 0xff);
      }
      // an error of the past does not hit the next datagram
      transport.udp500().send(null, at("127.0.0.1", 500), packet(41));
      assertEquals(1, transport.udp500().receive(in, 0, WAIT));
    }
  }

  private static void withoutIpv6() throws Exception {
    // a kernel without IPv6 refuses the socket; only the opener can be made to do so here
    try (OuterChannel channel =
        SocketTransport.channel(
            family -> OuterSocket.udp(family, 500, UdpOffload.NONE),
            family -> {
              throw new SocketRefusedException(family, "UDP port 500", Errno.EAFNOSUPPORT);
            })) {
      assertFalse(channel.hasIpv6());
      channel.send(null, at("127.0.0.1", 500), packet(5));
      assertEquals(1, channel.receive(NativeBatches.create(2, 512), 0, WAIT));
    }
    // IPv6 switched off by the administrator: the sockets open and have nowhere to go
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6"), "1");
    try (SocketTransport transport = SocketTransport.open()) {
      transport.udp500().send(null, at("127.0.0.1", 500), packet(6));
      assertEquals(1, transport.udp500().receive(transport.newBatch(2, 512), 0, WAIT));
    }
  }

  private static void retry() throws Exception {
    CountDownLatch registered = new CountDownLatch(1);
    CountDownLatch unregistered = new CountDownLatch(1);
    ServiceRegistration<?> registration =
        proxy(
            ServiceRegistration.class,
            (name) -> {
              if (name.equals("unregister")) {
                unregistered.countDown();
              }
              return null;
            });
    BundleContext context =
        proxy(
            BundleContext.class,
            name -> {
              registered.countDown();
              return registration;
            });
    RecordingLog log = new RecordingLog();
    OuterSocket squatter = OuterSocket.udp(Family.IPV4, 4500, UdpOffload.NONE);
    WanTransportComponent component = new WanTransportComponent(context, log);
    assertFalse(registered.await(4, TimeUnit.SECONDS), "the port is taken: no service yet");
    assertEquals(
        List.of(
            "[IPSEC] UDP port 4500 (IPv4) is in use by another program; stop that program (for"
                + " example strongSwan); trying again every 3 seconds"),
        log.texts(),
        "one line for two attempts");
    squatter.close();
    assertTrue(registered.await(20, TimeUnit.SECONDS), "the port is free: the service is there");
    component.stop();
    assertEquals(0, unregistered.getCount());
    // all is closed again
    SocketTransport.open().close();
  }

  private interface Answer {
    Object to(String method);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName())));
  }

  private static Endpoint at(String address, int port) throws Exception {
    return new Endpoint(InetAddress.getByName(address), port);
  }

  private static byte[] packet(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (length * 7 + i);
    }
    return bytes;
  }
}
