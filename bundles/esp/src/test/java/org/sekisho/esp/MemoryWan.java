package org.sekisho.esp;

import java.net.InetAddress;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;

/** A WAN in memory. */
final class MemoryWan implements WanTransport {

  final MemoryChannel udp500 = new MemoryChannel();
  final MemoryChannel udp4500 = new MemoryChannel();
  final MemoryChannel esp = new MemoryChannel();

  @Override
  public PacketChannel udp500() {
    return udp500;
  }

  @Override
  public PacketChannel udp4500() {
    return udp4500;
  }

  @Override
  public PacketChannel esp() {
    return esp;
  }

  @Override
  public PacketBatch newBatch(int slots, int slotSize) {
    return PacketBatch.allocate(slots, slotSize);
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return null;
  }
}
