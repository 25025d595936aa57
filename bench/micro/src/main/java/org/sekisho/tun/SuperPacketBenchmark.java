package org.sekisho.tun;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sekisho.api.net.PacketBatch;

/**
 * A TCP super-packet of 40 segments cut into packets with their checksums, and the 40 packets made
 * one again, their checksums verified; a segment an operation, system calls left out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SuperPacketBenchmark {

  private static final int SEGMENTS = 40;
  private static final int PAYLOAD = 1348;
  private static final int HEADERS = 20 + 20;
  private static final int HEADROOM = 64;

  private final SuperPacket superPacket = new SuperPacket();
  private final PacketBatch cut = NativeBatches.create(SEGMENTS, 2048);
  private final PacketBatch segments = NativeBatches.create(SEGMENTS, 2048);
  private final PayloadSum sums = new PayloadSum();
  private byte[] whole;
  private CoalescingWriter writer;
  private int writes;

  /** Makes the super-packet and its segments. */
  @Setup
  public void setUp() {
    writer = new CoalescingWriter(this::written, TunOffload.USO);
    int length = HEADERS + SEGMENTS * PAYLOAD;
    ByteBuffer packet = ByteBuffer.allocate(VirtioNetHeader.LENGTH + length);
    packet.put((byte) VirtioNetHeader.NEEDS_CSUM).put((byte) VirtioNetHeader.GSO_TCPV4);
    packet.order(java.nio.ByteOrder.nativeOrder());
    packet.putShort((short) HEADERS).putShort((short) PAYLOAD).putShort((short) 20);
    packet.putShort((short) 16);
    packet.order(java.nio.ByteOrder.BIG_ENDIAN);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0x4000);
    packet.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
    packet.putShort((short) 5201).putShort((short) 40_000).putInt(1).putInt(1);
    packet.putInt(0x5010_ffff);
    // the sum of the pseudo-header: addresses, protocol, length
    packet.putShort((short) (0x0a00 + 1 + 0x0a00 + 2 + 6 + length - 20)).putShort((short) 0);
    whole = packet.array();
    segment(segments);
    if (segments.size() != SEGMENTS) {
      throw new IllegalStateException(segments.size() + " segments");
    }
    writer.write(segments, 0, SEGMENTS);
    if (writes != 1) {
      throw new IllegalStateException(SEGMENTS + " segments became " + writes + " writes");
    }
  }

  private void segment(PacketBatch into) {
    superPacket.memory().put(SuperPacket.start(), whole);
    if (!superPacket.take(whole.length)) {
      throw new IllegalStateException("no super-packet");
    }
    into.clear();
    superPacket.moveTo(into, HEADROOM);
  }

  private long written(long parts, int count, long flow) {
    writes++;
    return VirtioNetHeader.LENGTH + HEADERS + (count > 2 ? (long) (count - 1) * PAYLOAD : PAYLOAD);
  }

  /** Cuts; includes the copy that stands for the kernel's. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int segment() {
    segment(cut);
    return cut.size();
  }

  /** Joins. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int coalesce() {
    return writer.write(segments, 0, SEGMENTS);
  }

  /** The checksum of a segment alone. */
  @Benchmark
  public int checksum() {
    return InternetChecksum.fold(
        sums.sum(segments.memory(), segments.offset(0), segments.length(0)));
  }
}
