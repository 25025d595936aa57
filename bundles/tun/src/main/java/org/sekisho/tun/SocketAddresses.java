package org.sekisho.tun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Layout of sockaddr_in (family 0, port 2, address 4) and sockaddr_in6 (family 0, port 2, flow 4,
 * address 8, scope 24). Ports and addresses are big-endian whatever the processor.
 */
final class SocketAddresses {

  /** Room for either kind, rounded for alignment. */
  static final int SPACE = 32;

  private SocketAddresses() {}

  /** Writes an address; protocol 50 uses port 0. */
  static void write(ByteBuffer memory, int at, InetAddress address, int port) {
    if (address instanceof Inet6Address v6) {
      memory.putShort(at, (short) Family.IPV6.domain());
      writePort(memory, at, port);
      memory.putInt(at + 4, 0);
      memory.put(at + 8, v6.getAddress());
      memory.putInt(at + 24, v6.getScopeId());
    } else {
      memory.putShort(at, (short) Family.IPV4.domain());
      writePort(memory, at, port);
      memory.put(at + 4, address.getAddress());
      memory.putLong(at + 8, 0);
    }
  }

  /** Writes the wildcard address of a family. */
  static void writeAny(ByteBuffer memory, int at, Family family, int port) {
    for (int i = 0; i < SPACE; i++) {
      memory.put(at + i, (byte) 0);
    }
    memory.putShort(at, (short) family.domain());
    writePort(memory, at, port);
  }

  /** The port of a written address. */
  static int port(ByteBuffer memory, int at) {
    return ((memory.get(at + 2) & 0xff) << 8) | (memory.get(at + 3) & 0xff);
  }

  private static void writePort(ByteBuffer memory, int at, int port) {
    memory.put(at + 2, (byte) (port >>> 8));
    memory.put(at + 3, (byte) port);
  }
}
