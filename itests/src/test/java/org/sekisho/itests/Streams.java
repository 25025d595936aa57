package org.sekisho.itests;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One end of streams whose every octet is checked; a program of its own, run in the namespaces of
 * two hosts. Each end sends to all addresses of the other and receives what the other sends: TCP
 * blocks and UDP datagrams of random size, each followed by its SHA-256. It ends with exit code 0
 * when no octet was wrong and no stream stood still.
 */
final class Streams {

  static final int PORT = 7007;

  /** A stream in which nothing arrives for so long is stuck: some retransmissions of TCP. */
  private static final int STUCK_MILLIS = 20_000;

  private static final int LARGEST_BLOCK = 200_000;

  /** Fits the tunnel unfragmented; larger ones are fragmented by their sender. */
  private static final int ORDINARY_DATAGRAM = 1200;

  private static final int LARGEST_DATAGRAM = 4000;
  private static final int DIGEST = 32;

  private final int seconds;
  private final byte[] pool = new byte[1 << 20];

  private Streams(int seconds) {
    this.seconds = seconds;
    new Random(1).nextBytes(pool);
  }

  /** Arguments: seconds to send, then the addresses of the other end. */
  public static void main(String[] arguments) throws Exception {
    Streams streams = new Streams(Integer.parseInt(arguments[0]));
    List<String> peers = List.of(arguments).subList(1, arguments.length);
    List<Callable<String>> tasks = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(PORT);
        DatagramSocket datagrams = new DatagramSocket(PORT)) {
      server.setSoTimeout(60_000);
      datagrams.setReceiveBufferSize(4 << 20);
      for (String peer : peers) {
        InetAddress address = InetAddress.getByName(peer);
        tasks.add(() -> streams.sendBlocks(address));
        tasks.add(() -> streams.receiveBlocks(server));
        tasks.add(() -> streams.sendDatagrams(address));
      }
      tasks.add(() -> streams.receiveDatagrams(datagrams, peers.size()));
      ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
      List<Future<String>> results = threads.invokeAll(tasks);
      threads.shutdown();
      for (Future<String> result : results) {
        System.out.println(result.get());
      }
    }
  }

  private String sendBlocks(InetAddress peer) throws Exception {
    Random random = new Random(peer.hashCode());
    MessageDigest digest = sha256();
    try (Socket socket = connect(peer)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      long end = end();
      long blocks = 0;
      byte[] block = new byte[4 + LARGEST_BLOCK + DIGEST];
      while (System.nanoTime() < end) {
        // short ones, of one segment and less, as well as long ones
        int length = 1 + random.nextInt(1 + random.nextInt(LARGEST_BLOCK));
        ByteBuffer.wrap(block).putInt(length);
        System.arraycopy(pool, random.nextInt(pool.length - length), block, 4, length);
        digest.update(block, 4, length);
        digest.digest(block, 4 + length, DIGEST);
        socket.setTcpNoDelay(random.nextBoolean());
        out.write(block, 0, 4 + length + DIGEST);
        blocks++;
      }
      out.writeInt(0);
      socket.setSoTimeout(STUCK_MILLIS);
      long arrived = new DataInputStream(socket.getInputStream()).readLong();
      check(arrived == blocks, arrived + " of " + blocks + " blocks arrived at " + peer);
      return "TCP to " + peer.getHostAddress() + ": " + blocks + " blocks";
    }
  }

  /** The other end may not listen yet. */
  private static Socket connect(InetAddress peer) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(peer, PORT), STUCK_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(200);
      }
    }
  }

  private String receiveBlocks(ServerSocket server) throws Exception {
    MessageDigest digest = sha256();
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(STUCK_MILLIS);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      long blocks = 0;
      long octets = 0;
      byte[] block = new byte[LARGEST_BLOCK + DIGEST];
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        check(length > 0 && length <= LARGEST_BLOCK, "a block of " + length + " octets");
        in.readFully(block, 0, length + DIGEST);
        check(isIntact(digest, block, length), "a wrong octet in block " + blocks);
        blocks++;
        octets += length;
      }
      new DataOutputStream(socket.getOutputStream()).writeLong(blocks);
      return "TCP from " + socket.getInetAddress().getHostAddress() + ": " + octets + " octets";
    }
  }

  private static boolean isIntact(MessageDigest digest, byte[] data, int length) {
    digest.update(data, 0, length);
    return Arrays.equals(digest.digest(), Arrays.copyOfRange(data, length, length + DIGEST));
  }

  /** Bursts of datagrams of one size, which offload brings together, each with other contents. */
  private String sendDatagrams(InetAddress peer) throws Exception {
    Random random = new Random(peer.hashCode());
    MessageDigest digest = sha256();
    try (DatagramSocket socket = new DatagramSocket()) {
      long sent = 0;
      byte[] data = new byte[LARGEST_DATAGRAM + DIGEST];
      for (long end = end(); System.nanoTime() < end; Thread.sleep(4)) {
        int most = random.nextInt(10) == 0 ? LARGEST_DATAGRAM : ORDINARY_DATAGRAM;
        int length = 1 + random.nextInt(most);
        for (int burst = 1 + random.nextInt(12); burst > 0; burst--) {
          System.arraycopy(pool, random.nextInt(pool.length - length), data, 0, length);
          digest.update(data, 0, length);
          digest.digest(data, length, DIGEST);
          socket.send(new DatagramPacket(data, length + DIGEST, peer, PORT));
          sent++;
        }
      }
      return "UDP to " + peer.getHostAddress() + ": " + sent + " datagrams";
    }
  }

  /** Receives from all peers until they have been silent for some seconds after their time. */
  private String receiveDatagrams(DatagramSocket socket, int peers) throws Exception {
    MessageDigest digest = sha256();
    byte[] data = new byte[LARGEST_DATAGRAM + DIGEST + 1];
    DatagramPacket packet = new DatagramPacket(data, data.length);
    InetAddress[] sources = new InetAddress[peers];
    long[] last = new long[peers];
    long[] counts = new long[peers];
    socket.setSoTimeout(60_000); // for the first one
    long end = Long.MAX_VALUE;
    int known = 0;
    while (System.nanoTime() < end) {
      try {
        packet.setLength(data.length);
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        break;
      }
      int length = packet.getLength() - DIGEST;
      check(length > 0 && isIntact(digest, data, length), "a wrong octet in a datagram");
      int i = 0;
      while (i < known && !sources[i].equals(packet.getAddress())) {
        i++;
      }
      if (i == known) {
        check(known < peers, "a datagram from " + packet.getAddress());
        sources[known++] = packet.getAddress();
        end = end();
        socket.setSoTimeout(STUCK_MILLIS);
        last[i] = System.nanoTime();
      }
      long now = System.nanoTime();
      check(now - last[i] < STUCK_MILLIS * 1_000_000L, sources[i] + " stood still");
      last[i] = now;
      counts[i]++;
    }
    check(known == peers, "UDP from " + known + " of " + peers + " addresses");
    return "UDP from " + Arrays.toString(sources) + ": " + Arrays.toString(counts);
  }

  private long end() {
    return System.nanoTime() + seconds * 1_000_000_000L;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }
}
