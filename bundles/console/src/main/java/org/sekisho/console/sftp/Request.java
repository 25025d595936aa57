package org.sekisho.console.sftp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One packet of a client (draft-ietf-secsh-filexfer-02 section 3); reads its fields in order. */
final class Request {

  /** As OpenSSH has it: 256 KB. */
  static final int MOST = 256 * 1024;

  private static final int LONGEST_PATH = 1024;

  private final ByteBuffer fields;
  private final int type;

  private Request(byte[] packet) {
    fields = ByteBuffer.wrap(packet);
    type = fields.get() & 0xff;
  }

  /**
   * Waits for a packet.
   *
   * @return empty when the client has ended
   * @throws IOException when it is too long, or the connection broke
   */
  static Optional<Request> read(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 1 || length > MOST) {
      throw new IOException("an SFTP packet of " + (length & 0xffffffffL) + " octets");
    }
    byte[] packet = new byte[length];
    in.readFully(packet);
    return Optional.of(new Request(packet));
  }

  int type() {
    return type;
  }

  /** An integer of 32 bits. */
  int number() throws IOException {
    try {
      return fields.getInt();
    } catch (BufferUnderflowException e) {
      throw tooShort(e);
    }
  }

  /** An integer of 64 bits; negative beyond 2^63. */
  long offset() throws IOException {
    try {
      return fields.getLong();
    } catch (BufferUnderflowException e) {
      throw tooShort(e);
    }
  }

  /** A string of octets. */
  byte[] octets() throws IOException {
    int length = number();
    if (length < 0 || length > fields.remaining()) {
      throw new EOFException("an SFTP packet ends within a string");
    }
    byte[] octets = new byte[length];
    fields.get(octets);
    return octets;
  }

  /** A string that names a file. */
  String path() throws IOException {
    byte[] octets = octets();
    if (octets.length > LONGEST_PATH) {
      throw new IOException("an SFTP path of " + octets.length + " octets");
    }
    return new String(octets, StandardCharsets.UTF_8);
  }

  /** Zeroes the packet: what it carried is kept elsewhere or not at all. */
  void forget() {
    Arrays.fill(fields.array(), (byte) 0);
  }

  private static IOException tooShort(BufferUnderflowException cause) {
    return new IOException("an SFTP packet is too short", cause);
  }
}
