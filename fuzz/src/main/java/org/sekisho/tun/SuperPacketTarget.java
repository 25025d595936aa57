package org.sekisho.tun;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.fuzz.FuzzTarget;
import org.sekisho.fuzz.Script;

/**
 * The reader of super-packets: any description before any packet, as the kernel would hand it out.
 * What comes out is whole IP packets by their own headers, as many as the description says, none
 * outside its slot. It lies in this package to reach what the bundle does not export.
 */
public final class SuperPacketTarget implements FuzzTarget {

  private static final int LONGEST = 65_535;
  private static final int SLOTS = 16;
  private static final int SLOT_SIZE = 2048;
  private static final int HEADROOM = 64;

  private final SuperPacket superPacket = new SuperPacket();
  private final PacketBatch batch = NativeBatches.create(SLOTS, SLOT_SIZE);

  /** The target. */
  public SuperPacketTarget() {
    // nothing to set up
  }

  @Override
  public String name() {
    return "tun";
  }

  @Override
  public String what() {
    return "super-packets of a TUN device and their segments";
  }

  @Override
  public int longest() {
    return 2048;
  }

  @Override
  public void run(byte[] input) {
    Script script = new Script(input);
    int repeated = script.u16();
    byte[] head = script.rest();
    int length = Math.min(LONGEST, Math.max(head.length, repeated));
    ByteBuffer memory = superPacket.memory();
    for (int i = 0; i < length; i++) {
      memory.put(SuperPacket.start() + i, i < head.length ? head[i] : (byte) i);
    }
    if (length < VirtioNetHeader.LENGTH || !superPacket.take(length)) {
      return;
    }
    superPacket.isFromNobody();
    if (!superPacket.fits(SLOT_SIZE - HEADROOM)) {
      superPacket.discard();
      return;
    }
    int octets = 0;
    while (superPacket.isPending()) {
      batch.clear();
      superPacket.moveTo(batch, HEADROOM);
      check(batch.size() > 0, "nothing moves");
      for (int i = 0; i < batch.size(); i++) {
        check(batch.offset(i) == batch.slotStart(i) + HEADROOM, "not where it belongs");
        check(batch.length(i) <= SLOT_SIZE - HEADROOM, "longer than its slot");
        check(
            IpLayout.totalLength(batch.memory(), batch.offset(i)) == batch.length(i),
            "not as long as it says");
        octets += batch.length(i);
      }
      check(octets <= LONGEST * SLOT_SIZE, "without end");
    }
  }

  private static void check(boolean held, String what) {
    if (!held) {
      throw new AssertionError(what);
    }
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> all = new ArrayList<>();
    for (boolean ipv6 : new boolean[] {false, true}) {
      for (boolean tcp : new boolean[] {false, true}) {
        for (int gsoSize : new int[] {0, 1, 500, 1400}) {
          for (int payload : new int[] {100, 5_000}) {
            all.add(seed(ipv6, tcp, gsoSize, payload));
          }
        }
      }
    }
    return all;
  }

  private static byte[] seed(boolean ipv6, boolean tcp, int gsoSize, int payload) {
    int ip = ipv6 ? IpLayout.IPV6_HEADER : IpLayout.IPV4_HEADER;
    int transport = tcp ? IpLayout.TCP_HEADER : IpLayout.UDP_HEADER;
    int length = ip + transport + payload;
    ByteBuffer head = ByteBuffer.allocate(VirtioNetHeader.LENGTH + ip + transport);
    int superType = ipv6 ? VirtioNetHeader.GSO_TCPV6 : VirtioNetHeader.GSO_TCPV4;
    int type = tcp ? superType : VirtioNetHeader.GSO_UDP_L4;
    VirtioNetHeader.put(
        head.duplicate().order(ByteOrder.nativeOrder()),
        0,
        gsoSize == 0 ? VirtioNetHeader.GSO_NONE : type,
        ip + transport,
        gsoSize,
        ip,
        tcp ? IpLayout.TCP_CHECKSUM : IpLayout.UDP_CHECKSUM);
    int at = VirtioNetHeader.LENGTH;
    head.put(at, (byte) (ipv6 ? 0x60 : 0x45));
    if (ipv6) {
      head.putShort(at + IpLayout.IPV6_PAYLOAD_LENGTH, (short) (length - ip));
      head.put(at + 6, (byte) (tcp ? IpLayout.TCP : IpLayout.UDP));
      head.put(at + 8, (byte) 0x20);
    } else {
      head.putShort(at + IpLayout.IPV4_TOTAL_LENGTH, (short) length);
      head.put(at + 9, (byte) (tcp ? IpLayout.TCP : IpLayout.UDP));
    }
    if (tcp) {
      head.put(at + ip + 12, (byte) 0x50);
      head.put(at + ip + IpLayout.TCP_FLAGS, (byte) (IpLayout.ACK | IpLayout.PSH));
    }
    return new Script.Writer().u16(VirtioNetHeader.LENGTH + length).octets(head.array()).get();
  }
}
