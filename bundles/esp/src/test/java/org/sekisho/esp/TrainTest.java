package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.net.PacketBatch;

/** Packets that lie one directly behind the other, as a train arrives. */
class TrainTest {

  private static final int TUNNEL = 100;
  private static final int COUNT = 20;

  private final Router router = new Router(new TestCrypto("here"));
  private final Router peer = new Router(new TestCrypto("there"));
  private final List<String> ike = new ArrayList<>();
  private final NonEspDatagrams nonEsp =
      new NonEspDatagrams(
          () -> (local, remote, message) -> ike.add(HexFormat.of().formatHex(message)));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachPacketIsOpenedClampedAndToldApartByItself(boolean gcm) {
    PairBuilder pair =
        new PairBuilder(TUNNEL, 1, 2).suite(gcm ? PairBuilder.GCM : PairBuilder.CBC_ESN);
    router.database.install(pair.build());
    router.database.configure(
        TUNNEL, new TunnelPathSettings(1400, OptionalInt.of(1300), OuterDf.COPY));
    peer.database.install(pair.mirror());
    PacketBatch batch = new PacketBatch(ByteBuffer.allocateDirect(65_536), 0, 1, 65_536, 64);
    int at = 0;
    byte[][] syns = new byte[COUNT][];
    for (int n = 0; n < COUNT; n++) {
      syns[n] =
          Packets.tcp("10.1.0.5", "192.168.1." + n, Packets.SYN, new byte[] {2, 4, 5, (byte) 180});
      byte[] sealed = peer.send(TUNNEL, syns[n]).get(0).bytes();
      if (n == 7) {
        sealed[sealed.length - 1] ^= 1; // a forged one between the others
      }
      at = add(batch, at, sealed);
    }
    add(batch, at, new byte[] {0, 0, 0, 0, 1, 2, 3});
    InboundLane lane = new InboundLane(router.database, router.inbound, 0, nonEsp::takeOut);
    router.tun.open(TUNNEL, 1400);
    lane.process(batch, lane.ticket(), router.tun);

    List<byte[]> written = router.takeWritten(TUNNEL);
    assertEquals(COUNT - 1, written.size());
    for (int n = 0; n < COUNT - 1; n++) {
      byte[] packet = written.get(n);
      byte[] sent = syns[n < 7 ? n : n + 1];
      assertEquals(1300, ByteBuffer.wrap(packet).getShort(42));
      assertTrue(Packets.tcpChecksumIsRight(packet));
      assertArrayEquals(address(sent), address(packet));
    }
    assertEquals(List.of("010203"), ike);
    assertEquals(1, router.database.counters(1).integrityDrops());
  }

  private static byte[] address(byte[] packet) {
    byte[] address = new byte[4];
    ByteBuffer.wrap(packet).get(16, address);
    return address;
  }

  private static int add(PacketBatch batch, int at, byte[] packet) {
    int i = batch.add(at, packet.length);
    batch.memory().put(at, packet);
    batch.local(i, PairBuilder.HERE);
    batch.remote(i, PairBuilder.THERE);
    return at + packet.length;
  }
}
