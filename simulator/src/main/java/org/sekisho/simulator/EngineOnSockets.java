package org.sekisho.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;

/**
 * The engine on plain sockets, without a data plane, to try it by hand against another daemon.
 * Arguments: LOCAL REMOTE LOCAL-NAME REMOTE-NAME KEY SECONDS [initiate] [pfs] [rekey]
 * [life=IKE,CHILD].
 */
public final class EngineOnSockets implements EngineOutput {

  private final DatagramChannel ike;
  private final DatagramChannel natTraversal;
  private final InetAddress local;
  private final long start = System.nanoTime();

  private EngineOnSockets(String local) throws IOException {
    this.local = InetAddress.getByName(local);
    ike = open(500);
    natTraversal = open(4500);
  }

  /** Runs for the seconds given, then deletes everything. */
  public static void main(String[] args) throws IOException {
    EngineOnSockets io = new EngineOnSockets(args[0]);
    Configs.Builder config = Configs.gateway(100, args[2], args[3], args[1]).psk(args[4]);
    boolean rekey = false;
    for (String option : Arrays.copyOfRange(args, 6, args.length)) {
      switch (option.split("=", 2)[0]) {
        case "initiate" -> config.initiate();
        case "pfs" -> config.pfs();
        case "rekey" -> rekey = true;
        case "life" -> {
          String[] lives = option.substring(5).split(",", 2);
          config.life(Integer.parseInt(lives[0]), Integer.parseInt(lives[1]));
        }
        default -> throw new IllegalArgumentException(option);
      }
    }
    IkeEngine engine = new IkeEngine(io, new JcaIkeCrypto(), new SecureRandom());
    engine.configure(io.now(), Map.of(100, config.build()));
    long end = io.now() + 1000L * Integer.parseInt(args[5]);
    long nextRekey = io.now() + 3_000;
    int rekeys = 0;
    while (io.now() < end) {
      io.step(engine, Math.min(end, nextRekey));
      if (rekey && io.now() >= nextRekey) {
        nextRekey = io.now() + 2_000;
        if (rekeys++ % 2 == 0) {
          engine.rekeyChild(io.now(), 100);
        } else {
          engine.rekeyIke(io.now(), 100);
        }
      }
    }
    engine.securityAssociations(io.now()).forEach(System.out::println);
    engine.shutDown(io.now());
    long limit = io.now() + 1_500;
    while (!engine.isIdle() && io.now() < limit) {
      io.step(engine, limit);
    }
    System.out.println(engine.isIdle() ? "idle" : "not idle");
  }

  private long now() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private DatagramChannel open(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(local, port));
    channel.configureBlocking(false);
    return channel;
  }

  private void step(IkeEngine engine, long until) throws IOException {
    try (Selector selector = Selector.open()) {
      ike.register(selector, SelectionKey.OP_READ);
      natTraversal.register(selector, SelectionKey.OP_READ);
      long deadline = Math.min(until, engine.nextDeadline().orElse(until));
      selector.select(Math.max(1, Math.min(500, deadline - now())));
    }
    receive(engine, ike, 500);
    receive(engine, natTraversal, 4500);
    engine.tick(now());
  }

  private void receive(IkeEngine engine, DatagramChannel channel, int port) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
    if (from == null) {
      return;
    }
    buffer.flip();
    boolean marked = port == 4500;
    if (marked && (buffer.remaining() < 4 || buffer.getInt() != 0)) {
      return;
    }
    byte[] message = new byte[buffer.remaining()];
    buffer.get(message);
    engine.datagram(
        now(),
        new Endpoint(local, port),
        new Endpoint(from.getAddress(), from.getPort()),
        marked,
        message);
  }

  @Override
  public void send(Endpoint from, Endpoint to, boolean marked, byte[] message) {
    ByteBuffer buffer = ByteBuffer.allocate(message.length + 4);
    if (marked) {
      buffer.putInt(0);
    }
    buffer.put(message).flip();
    write(marked ? natTraversal : ike, to, buffer);
  }

  private static void write(DatagramChannel channel, Endpoint to, ByteBuffer buffer) {
    try {
      channel.send(buffer, new InetSocketAddress(to.address(), to.port()));
    } catch (IOException e) {
      System.out.println("send: " + e.getMessage());
    }
  }

  @Override
  public void sendNatKeepalive(Endpoint from, Endpoint to) {
    write(natTraversal, to, ByteBuffer.wrap(new byte[] {(byte) 0xff}));
  }

  @Override
  public void installChild(ChildSa sa) {
    print("install " + sa);
  }

  @Override
  public void activateChild(int inboundSpi) {
    print("activate " + Integer.toHexString(inboundSpi));
  }

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint from, Endpoint to) {
    print("move " + Integer.toHexString(inboundSpi) + " to " + to);
  }

  @Override
  public void removeChild(int inboundSpi) {
    print("remove " + Integer.toHexString(inboundSpi));
  }

  @Override
  public long childOctets(int inboundSpi) {
    return 0;
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return local;
  }

  @Override
  public void resolve(String host) {
    print("resolve " + host);
  }

  @Override
  public void log(String line) {
    print(line);
  }

  @Override
  public void debug(String line) {
    print("debug: " + line);
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    print("up " + tunnel);
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    print("down " + tunnel + ": " + reason);
  }

  @Override
  public void failed(int gateway, String reason) {
    print("failed " + gateway + ": " + reason);
  }

  private void print(String line) {
    System.out.printf("%8.3f %s%n", now() / 1000.0, line);
  }
}
