package org.sekisho.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * TCP and UDP at a fixed rate, one way; a program of its own, run on two hosts. The sender goes on
 * until a file is gone. The receiver prints how many datagrams came, and for how long TCP was below
 * half the rate it had in its first four seconds.
 */
final class Flow {

  private static final int PORT = 7017;
  private static final int DATAGRAMS_A_SECOND = 250;
  private static final int DATAGRAM = 1000;
  private static final int TCP_OCTETS_A_SECOND = 1_000_000;
  private static final int TURNS_A_SECOND = 250;
  private static final long BUCKET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int QUIET_BUCKETS = 16;
  private static final int BUFFER = 4 << 20;

  private Flow() {}

  /** Arguments: the host to send to and the file; or none to receive. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      receive();
    } else {
      send(InetAddress.getByName(arguments[0]), Path.of(arguments[1]));
    }
  }

  private static void send(InetAddress peer, Path until) throws Exception {
    try (Socket socket = new Socket();
        DatagramSocket datagrams = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(peer, PORT), 20_000);
      Thread tcp = new Thread(() -> tcp(socket, until));
      tcp.start();
      byte[] data = new byte[DATAGRAM];
      long start = System.nanoTime();
      int sent = 0;
      while (Files.exists(until)) {
        ByteBuffer.wrap(data).putInt(sent);
        datagrams.send(new DatagramPacket(data, data.length, peer, PORT));
        sent++;
        pace(start, sent, DATAGRAMS_A_SECOND);
      }
      tcp.join();
      System.out.println("sent " + sent);
    }
  }

  private static void tcp(Socket socket, Path until) {
    byte[] data = new byte[TCP_OCTETS_A_SECOND / TURNS_A_SECOND];
    long start = System.nanoTime();
    try {
      OutputStream out = socket.getOutputStream();
      for (int turn = 1; Files.exists(until); turn++) {
        out.write(data);
        pace(start, turn, TURNS_A_SECOND);
      }
      Thread.sleep(1000); // the last datagrams arrive before the end
      socket.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pace(long start, int done, int aSecond) {
    long next = start + done * TimeUnit.SECONDS.toNanos(1) / aSecond;
    for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void receive() throws Exception {
    BitSet seen = new BitSet();
    try (ServerSocket server = new ServerSocket(PORT);
        DatagramSocket datagrams = new DatagramSocket(PORT)) {
      datagrams.setReceiveBufferSize(BUFFER);
      Thread udp = new Thread(() -> udp(datagrams, seen));
      udp.setDaemon(true);
      udp.start();
      System.out.println("ready");
      server.setSoTimeout(60_000);
      long slow;
      try (Socket socket = server.accept()) {
        slow = longestSlowMillis(socket);
      }
      datagrams.close();
      udp.join();
      System.out.println("received " + seen.cardinality());
      System.out.println("slow " + slow);
    }
  }

  private static void udp(DatagramSocket socket, BitSet seen) {
    byte[] data = new byte[DATAGRAM];
    DatagramPacket packet = new DatagramPacket(data, data.length);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        seen.set(ByteBuffer.wrap(data).getInt());
      } catch (IOException e) {
        return; // closed: the flow is over
      }
    }
  }

  /**
   * Longest time in milliseconds, in quarters of a second, with less than half the rate that there
   * was at the beginning, when nothing happened yet.
   */
  private static long longestSlowMillis(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] data = new byte[1 << 16];
    long[] quiet = new long[QUIET_BUCKETS];
    long half = 0;
    long octets = 0;
    int buckets = 0;
    int slow = 0;
    int longest = 0;
    long end = System.nanoTime() + BUCKET_NANOS;
    for (int length = in.read(data); length >= 0; length = in.read(data)) {
      for (; System.nanoTime() >= end; end += BUCKET_NANOS) {
        if (buckets < QUIET_BUCKETS) {
          quiet[buckets] = octets;
        } else {
          slow = octets < half ? slow + 1 : 0;
          if (slow > 0) {
            System.out.println(LocalTime.now() + ": octets in a quarter of a second: " + octets);
          }
          longest = Math.max(longest, slow);
        }
        octets = 0;
        buckets++;
        if (buckets == QUIET_BUCKETS) {
          Arrays.sort(quiet);
          half = quiet[QUIET_BUCKETS / 2] / 2;
          System.out.println("quiet " + 2 * half * TimeUnit.SECONDS.toNanos(1) / BUCKET_NANOS);
        }
      }
      octets += length;
    }
    return longest * TimeUnit.NANOSECONDS.toMillis(BUCKET_NANOS);
  }
}
