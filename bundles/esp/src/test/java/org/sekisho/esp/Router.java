package org.sekisho.esp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.net.PacketBatch;

/** The data plane without threads: a test drives each batch, with a clock of its own. */
final class Router {

  static final int SLOTS = 64;

  final CryptoProviders providers = new CryptoProviders();
  final ListLog log = new ListLog();
  final RecordingListener listener = new RecordingListener();
  final MemoryWan wan = new MemoryWan();
  final MemoryTun tun = new MemoryTun();
  final SaDatabase database = new SaDatabase(providers, (EventLog) log, 1);
  final OutboundPath outbound;
  final InboundPath inbound;
  final InboundLane lane;
  private final PacketBatch batch = PacketBatch.allocate(SLOTS, 2048);
  long now = 1_000_000;

  Router(TestCrypto... crypto) {
    EspEvents events = new EspEvents();
    events.add(listener);
    outbound = new OutboundPath(database, events, 0, SLOTS, () -> now);
    inbound = new InboundPath(events, () -> now);
    lane = new InboundLane(database, inbound, 0, received -> {});
    for (TestCrypto provider : crypto) {
      add(provider, 0);
    }
  }

  void add(TestCrypto crypto, int ranking) {
    providers.put(crypto, Map.of("service.ranking", ranking));
    database.reselectCrypto();
  }

  void removeCrypto(TestCrypto crypto) {
    providers.remove(crypto);
    database.reselectCrypto();
  }

  /** Sends packets in one batch and returns what went out by UDP, then by protocol 50. */
  List<MemoryChannel.Datagram> send(int tunnel, byte[]... packets) {
    batch.clear();
    for (byte[] packet : packets) {
      Packets.add(batch, OutboundPath.HEADROOM, packet);
    }
    try {
      outbound.process(batch, tunnel, wan);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return takeSent();
  }

  List<MemoryChannel.Datagram> takeSent() {
    List<MemoryChannel.Datagram> sent = new ArrayList<>();
    wan.udp4500.sent.drainTo(sent);
    wan.esp.sent.drainTo(sent);
    return sent;
  }

  /** Receives what a peer sent, in one batch, and returns what came out of the tunnel. */
  List<byte[]> receive(int tunnel, List<MemoryChannel.Datagram> datagrams) {
    tun.open(tunnel, 1400);
    batch.clear();
    for (MemoryChannel.Datagram datagram : datagrams) {
      int i = Packets.add(batch, 0, datagram.bytes());
      // The sender's side becomes the remote side.
      batch.remote(i, datagram.local());
      batch.local(i, datagram.remote());
      batch.trafficClass(i, datagram.trafficClass());
    }
    lane.process(batch, lane.ticket(), tun);
    return takeWritten(tunnel);
  }

  /** Receives any number of datagrams, a batch after the other. */
  List<byte[]> receiveAll(int tunnel, List<MemoryChannel.Datagram> datagrams) {
    List<byte[]> received = new ArrayList<>();
    for (int from = 0; from < datagrams.size(); from += SLOTS) {
      int to = Math.min(from + SLOTS, datagrams.size());
      received.addAll(receive(tunnel, datagrams.subList(from, to)));
    }
    return received;
  }

  List<byte[]> takeWritten(int tunnel) {
    List<byte[]> written = new ArrayList<>();
    tun.written(tunnel).drainTo(written);
    return written;
  }
}
