package org.sekisho.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.Map;
import java.util.OptionalLong;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;

/**
 * A branch router without a data plane: an engine with one gateway, on one socket with a port of
 * its own. The engine believes it sends from ports 500 and 4500, so the responder sees a NAT. Used
 * by one thread.
 */
final class Branch implements EngineOutput {

  private static final int IKE = 500;
  private static final int NAT_TRAVERSAL = 4500;
  private static final int GATEWAY = 1;

  private final DatagramChannel channel;
  private final InetAddress local;
  private final IkeEngine engine;
  private final ByteBuffer out = ByteBuffer.allocate(65_536);
  private boolean up;
  private String failure;

  /**
   * Opens the socket.
   *
   * @param local address to send from
   * @param config its gateway, number 1, which is not dialled before {@link #connect}
   */
  Branch(InetAddress local, GatewayConfig config, IkeCrypto crypto, SecureRandom random)
      throws IOException {
    this.local = local;
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    channel.bind(new InetSocketAddress(local, 0));
    channel.configureBlocking(false);
    engine = new IkeEngine(this, crypto, random);
    engine.configure(0, Map.of(GATEWAY, config));
  }

  DatagramChannel channel() {
    return channel;
  }

  void connect(long now) {
    failure = null;
    engine.initiate(now, GATEWAY);
  }

  void disconnect(long now) {
    engine.disconnect(now, GATEWAY);
  }

  /** Whether the tunnel is up. */
  boolean isUp() {
    return up;
  }

  /** Whether neither this side nor, as far as it knows, the other has an SA left. */
  boolean isIdle() {
    return engine.isIdle();
  }

  /** Why the last attempt failed, null when it did not. */
  String failure() {
    return failure;
  }

  OptionalLong nextDeadline() {
    return engine.nextDeadline();
  }

  void tick(long now) {
    engine.tick(now);
  }

  /** Takes all datagrams that wait. */
  void receive(long now, ByteBuffer buffer) throws IOException {
    while (true) {
      buffer.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
      if (from == null) {
        return;
      }
      buffer.flip();
      boolean marked = from.getPort() == NAT_TRAVERSAL;
      if (marked && (buffer.remaining() < 4 || buffer.getInt() != 0)) {
        continue; // ESP or a keepalive
      }
      byte[] message = new byte[buffer.remaining()];
      buffer.get(message);
      engine.datagram(
          now,
          new Endpoint(local, marked ? NAT_TRAVERSAL : IKE),
          new Endpoint(from.getAddress(), from.getPort()),
          marked,
          message);
    }
  }

  @Override
  public void send(Endpoint from, Endpoint to, boolean marked, byte[] message) {
    out.clear();
    if (marked) {
      out.putInt(0);
    }
    write(to, out.put(message));
  }

  @Override
  public void sendNatKeepalive(Endpoint from, Endpoint to) {
    write(to, out.clear().put((byte) 0xff));
  }

  private void write(Endpoint to, ByteBuffer message) {
    try {
      channel.send(message.flip(), new InetSocketAddress(to.address(), to.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    up = true;
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    up = false;
  }

  @Override
  public void failed(int gateway, String reason) {
    failure = reason;
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return local;
  }

  @Override
  public long childOctets(int inboundSpi) {
    return 0;
  }

  @Override
  public void resolve(String host) {
    throw new IllegalStateException("the responder is given by its address, not as " + host);
  }

  // There is no data plane, and nobody reads a log.

  @Override
  public void installChild(ChildSa sa) {}

  @Override
  public void activateChild(int inboundSpi) {}

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint from, Endpoint to) {}

  @Override
  public void removeChild(int inboundSpi) {}

  @Override
  public void log(String line) {}

  @Override
  public void debug(String line) {}
}
