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
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * TCP and UDP at fixed rates, one way; a program of its own, run on two hosts of one machine. The
 * sender goes on until a file is gone. The receiver prints how many datagrams came, how long the
 * slowest was on its way, and for how long TCP was below half its rate.
 */
final class Flow {

  /** Where datagrams go that nobody receives. */
  private static final int DISCARD = 7018;

  private static final int PORT = 7017;
  private static final int DATAGRAMS_A_SECOND = 250;
  private static final int DATAGRAM = 1000;
  private static final int TURNS_A_SECOND = 250;
  private static final int BUCKETS_A_SECOND = 4;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int BUFFER = 4 << 20;

  private Flow() {}

  /**
   * Sends or receives.
   *
   * @param arguments octets of TCP a second; to send also the host and the file
   */
  public static void main(String[] arguments) throws Exception {
    int rate = Integer.parseInt(arguments[0]);
    if (arguments.length == 1) {
      receive(rate);
    } else {
      send(rate, InetAddress.getByName(arguments[1]), Path.of(arguments[2]));
    }
  }

  private static void send(int rate, InetAddress peer, Path until) throws Exception {
    try (Socket socket = new Socket();
        DatagramSocket datagrams = new DatagramSocket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(peer, PORT), 20_000);
      Thread tcp = new Thread(() -> tcp(socket, rate, until));
      tcp.start();
      byte[] data = new byte[DATAGRAM];
      long start = System.nanoTime();
      int sent = 0;
      while (Files.exists(until)) {
        // one machine has one such clock
        ByteBuffer.wrap(data).putInt(sent).putLong(System.nanoTime());
        datagrams.send(new DatagramPacket(data, data.length, peer, PORT));
        sent++;
        pace(start, sent, DATAGRAMS_A_SECOND);
      }
      tcp.join();
      System.out.println("sent " + sent);
    }
  }

  private static void tcp(Socket socket, int rate, Path until) {
    byte[] data = new byte[rate / TURNS_A_SECOND];
    long start = System.nanoTime();
    long late = 0;
    try {
      OutputStream out = socket.getOutputStream();
      for (int turn = 1; Files.exists(until); turn++) {
        out.write(data);
        late = Math.max(late, pace(start, turn, TURNS_A_SECOND));
      }
      Thread.sleep(1000); // the last datagrams arrive before the end
      socket.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    System.out.println("late " + TimeUnit.NANOSECONDS.toMillis(late));
  }

  /** Waits for the moment of the next; returns how late it is already, in nanoseconds. */
  private static long pace(long start, int done, int aSecond) {
    long next = start + done * SECOND / aSecond;
    long late = System.nanoTime() - next;
    for (long left = -late; left > 0; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return late;
  }

  private static void receive(int rate) throws Exception {
    BitSet seen = new BitSet();
    long[] slowest = new long[1];
    try (ServerSocket server = new ServerSocket(PORT);
        DatagramSocket datagrams = new DatagramSocket(PORT)) {
      datagrams.setReceiveBufferSize(BUFFER);
      Thread udp = new Thread(() -> udp(datagrams, seen, slowest));
      udp.setDaemon(true);
      udp.start();
      System.out.println("ready");
      server.setSoTimeout(60_000);
      long below;
      try (Socket socket = server.accept()) {
        below = longestBelowHalf(socket, rate / BUCKETS_A_SECOND / 2);
      }
      datagrams.close();
      udp.join();
      System.out.println("received " + seen.cardinality());
      System.out.println("slowest " + TimeUnit.NANOSECONDS.toMillis(slowest[0]));
      System.out.println("below " + below);
    }
  }

  private static void udp(DatagramSocket socket, BitSet seen, long[] slowest) {
    byte[] data = new byte[DATAGRAM];
    DatagramPacket packet = new DatagramPacket(data, data.length);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        ByteBuffer content = ByteBuffer.wrap(data);
        seen.set(content.getInt());
        slowest[0] = Math.max(slowest[0], System.nanoTime() - content.getLong());
      } catch (IOException e) {
        return; // closed: the flow is over
      }
    }
  }

  /** Longest time in milliseconds in which no quarter of a second had half of what it should. */
  private static long longestBelowHalf(Socket socket, int half) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] data = new byte[1 << 16];
    long octets = 0;
    int buckets = 0;
    int below = 0;
    int longest = 0;
    long end = System.nanoTime() + SECOND / BUCKETS_A_SECOND;
    for (int length = in.read(data); length >= 0; length = in.read(data)) {
      for (; System.nanoTime() >= end; end += SECOND / BUCKETS_A_SECOND) {
        below = octets < half ? below + 1 : 0;
        if (below > 0) {
          System.out.println(LocalTime.now() + ": octets in a quarter of a second: " + octets);
        }
        longest = Math.max(longest, below);
        octets = 0;
        if (++buckets == BUCKETS_A_SECOND) {
          System.out.println("flows");
        }
      }
      octets += length;
    }
    return longest * 1000L / BUCKETS_A_SECOND;
  }

  /** Sends datagrams that nobody receives, 2,000 a second; a program of its own, too. */
  static final class Burst {

    private static final int A_SECOND = 2000;

    private Burst() {}

    /** Arguments: the host and how many. */
    public static void main(String[] arguments) throws IOException {
      InetAddress peer = InetAddress.getByName(arguments[0]);
      int count = Integer.parseInt(arguments[1]);
      try (DatagramSocket socket = new DatagramSocket()) {
        long start = System.nanoTime();
        for (int sent = 0; sent < count; sent++) {
          socket.send(new DatagramPacket(new byte[8], 8, peer, DISCARD));
          pace(start, sent + 1, A_SECOND);
        }
      }
    }
  }
}
