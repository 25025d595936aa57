package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.PacketBatch;

class EspEncapsulatorTest {

  private static final List<EspSuite> SUITES =
      List.of(PairBuilder.GCM, PairBuilder.CBC, PairBuilder.CBC_ESN);

  static List<EspSuite> suites() {
    return SUITES;
  }

  private static OutboundSa sa(EspSuite suite) {
    ChildSa sa = new PairBuilder(1, 0x1001, 0x2002).suite(suite).build();
    SaTransforms transforms =
        new SaTransforms(sa, Direction.OUTBOUND, new CryptoProviders(), new Lanes(1));
    transforms.exchange(transforms.makeAll(new CryptoProvider(new NoCrypto(), 0, 0, 0)));
    return new OutboundSa(sa, new SelectorCheck(List.of(), List.of()), transforms, true);
  }

  private static final class NoCrypto implements EspCrypto {
    @Override
    public String provider() {
      return "none";
    }

    @Override
    public boolean supports(EspSuite suite) {
      return true;
    }

    @Override
    public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
      return new NoTransform();
    }
  }

  /** Leaves packets as they are. */
  private static final class NoTransform implements EspTransform {
    @Override
    public void seal(PacketBatch batch, int first, int count) {}

    @Override
    public void open(PacketBatch batch, int first, int count) {}

    @Override
    public void close() {}
  }

  private static boolean encapsulate(PacketBatch batch, OutboundSa sa, boolean outerDf) {
    InnerHeader header = header(batch, 0);
    if (!EspEncapsulator.encapsulate(batch, 0, header, sa, sa.route(), outerDf)) {
      return false;
    }
    SealRuns runs = new SealRuns(1);
    runs.add(sa, 0, header.totalLength());
    assertEquals(0, runs.draw(batch, 1));
    runs.seal(batch, 0);
    return true;
  }

  private static InnerHeader header(PacketBatch batch, int i) {
    InnerHeader header = new InnerHeader();
    assertTrue(header.parse(batch.memory(), batch.offset(i), batch.length(i)));
    return header;
  }

  @ParameterizedTest
  @MethodSource("suites")
  void padsEveryLengthWithAscendingOctets(EspSuite suite) {
    OutboundSa sa = sa(suite);
    for (int size = 0; size < 64; size++) {
      byte[] inner = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x".repeat(size));
      PacketBatch batch = Packets.batch(OutboundPath.HEADROOM, inner);
      assertTrue(encapsulate(batch, sa, false));
      ByteBuffer packet = ByteBuffer.wrap(batch.copy(0));
      assertEquals(0x2002, packet.getInt(0));
      assertEquals(size + 1, packet.getInt(4), "sequence numbers start with 1");
      assertEquals(size + 1, batch.sequence(0));
      int start = 8 + suite.encryption().ivLength();
      int end = packet.capacity() - suite.icvLength();
      assertEquals(0, (end - start) % Math.max(4, suite.encryption().blockLength()));
      byte[] kept = new byte[inner.length];
      packet.get(start, kept);
      assertArrayEquals(inner, kept);
      int padding = packet.get(end - 2);
      assertEquals(end - start - 2 - inner.length, padding);
      assertTrue(padding < Math.max(4, suite.encryption().blockLength()), "no more than needed");
      for (int n = 1; n <= padding; n++) {
        assertEquals(n, packet.get(start + inner.length + n - 1));
      }
      assertEquals(4, packet.get(end - 1));
    }
  }

  @Test
  void fillsTheOuterFields() {
    byte[] inner =
        Packets.withTrafficClass(Packets.udp("2001:db8::1", 1, "2001:db8::2", 2, "x"), 0xba);
    PacketBatch batch = Packets.batch(OutboundPath.HEADROOM, inner);
    assertTrue(encapsulate(batch, sa(PairBuilder.GCM), true));
    assertEquals(0xba, batch.trafficClass(0), "DSCP and ECN are copied out");
    assertTrue(batch.dontFragment(0));
    assertEquals(PairBuilder.HERE, batch.local(0));
    assertEquals(PairBuilder.THERE, batch.remote(0));
    byte[] packet = batch.copy(0);
    assertEquals(41, packet[packet.length - 17]);
  }

  @Test
  void refusesWhatDoesNotFitTheSlotAndTakesNoSequenceNumber() {
    OutboundSa sa = sa(PairBuilder.CBC_ESN);
    byte[] inner = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x".repeat(200));
    for (int headroom : new int[] {0, 23}) {
      PacketBatch tight = Packets.batch(headroom, inner);
      assertFalse(encapsulate(tight, sa, false));
      assertArrayEquals(inner, tight.copy(0));
    }
    PacketBatch full = PacketBatch.allocate(1, 24 + inner.length + 10 + 16);
    Packets.add(full, 24, inner);
    assertEquals(228, inner.length);
    // 228 + 2 rounds up to 240: 10 octets of padding and 2 of trailer are one too many.
    assertFalse(encapsulate(full, sa, false));
    PacketBatch fits = PacketBatch.allocate(1, 24 + 240 + 16);
    Packets.add(fits, 24, inner);
    assertTrue(encapsulate(fits, sa, false));
    assertEquals(1, fits.sequence(0));
  }
}
