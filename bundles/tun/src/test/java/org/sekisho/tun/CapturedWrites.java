package org.sekisho.tun;

import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.net.PacketBatch;

/** A device that keeps what is written to it, and can refuse super-packets. */
final class CapturedWrites implements GatherWrite {

  private final SuperPacket cutter = new SuperPacket();
  private final PacketBatch batch = NativeBatches.create(256, 2048);

  final List<byte[]> writes = new ArrayList<>();
  boolean refuseSuperPackets;
  boolean refuseAll;

  @Override
  public long write(long parts, int count, long flow) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Pointer vector = new Pointer(parts);
    for (int i = 0; i < count; i++) {
      Pointer part = new Pointer(vector.getLong(i * 16L));
      all.writeBytes(part.getByteArray(0, (int) vector.getLong(i * 16L + 8)));
    }
    if (refuseAll || refuseSuperPackets && all.toByteArray()[0] != 0) {
      return -1;
    }
    writes.add(all.toByteArray());
    return all.size();
  }

  int superPackets() {
    return (int) writes.stream().filter(write -> write[0] != 0).count();
  }

  /**
   * The packets that the kernel would make of the writes: super-packets cut, others as they are.
   */
  List<byte[]> packets() {
    List<byte[]> packets = new ArrayList<>();
    for (byte[] write : writes) {
      if (write[0] == 0) {
        packets.add(Arrays.copyOfRange(write, VirtioNetHeader.LENGTH, write.length));
        continue;
      }
      cutter.memory().put(SuperPacket.start(), write);
      if (!cutter.take(write.length)) {
        throw new AssertionError("no valid super-packet");
      }
      batch.clear();
      cutter.moveTo(batch, 0);
      for (int i = 0; i < batch.size(); i++) {
        packets.add(batch.copy(i));
      }
    }
    return packets;
  }
}
