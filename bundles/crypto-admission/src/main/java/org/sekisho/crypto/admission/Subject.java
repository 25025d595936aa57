package org.sekisho.crypto.admission;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/** A provider with one suite and a key, and the moves that checks make with them. */
final class Subject {

  /** A sequence number with something in both halves. */
  static final long SEQUENCE = 0x0000_0007_ffff_ff00L;

  private static final int HEADER = 8;
  private static final int SPI = 0xc0ffee01;

  private final EspCrypto crypto;
  private final EspSuite suite;
  private final byte[] key;
  private final Random random;

  Subject(EspCrypto crypto, EspSuite suite) {
    this.crypto = crypto;
    this.suite = suite;
    random = new Random(4303);
    key = new byte[suite.keyMaterialLength()];
    random.nextBytes(key);
  }

  EspCrypto crypto() {
    return crypto;
  }

  EspSuite suite() {
    return suite;
  }

  /** The key material; not to be changed. */
  byte[] key() {
    return key;
  }

  Random random() {
    return random;
  }

  /** Octets in front of the text. */
  int textStart() {
    return HEADER + suite.encryption().ivLength();
  }

  EspTransform sealer() {
    return crypto.transform(suite, key, Direction.OUTBOUND);
  }

  EspTransform opener() {
    return crypto.transform(suite, key, Direction.INBOUND);
  }

  /** Payload of any octets with its padding, pad length and next header. */
  byte[] text(int payload) {
    int unit = suite.alignment();
    int padding = -(payload + 2) & (unit - 1);
    byte[] text = new byte[payload + padding + 2];
    random.nextBytes(text);
    for (int i = 1; i <= padding; i++) {
      text[payload + i - 1] = (byte) i;
    }
    text[text.length - 2] = (byte) padding;
    text[text.length - 1] = 4;
    return text;
  }

  /** Adds a packet to seal, at an odd place in its slot. */
  void addText(PacketBatch batch, byte[] text, long sequence) {
    int offset = batch.slotStart(batch.size()) + batch.size() % 7;
    int i = batch.add(offset, textStart() + text.length + suite.icvLength());
    batch.sequence(i, sequence);
    batch.memory().putInt(offset, SPI).putInt(offset + 4, (int) sequence);
    batch.memory().put(offset + textStart(), text);
  }

  /** Adds a packet to open. */
  static void addPacket(PacketBatch batch, byte[] packet, long sequence) {
    int offset = batch.slotStart(batch.size()) + 1 + batch.size() % 5;
    int i = batch.add(offset, packet.length);
    batch.memory().put(offset, packet);
    batch.sequence(i, sequence);
  }

  /** The part of packet {@code i} between IV and ICV. */
  byte[] textOf(PacketBatch batch, int i) {
    byte[] text = new byte[batch.length(i) - textStart() - suite.icvLength()];
    batch.memory().get(batch.offset(i) + textStart(), text);
    return text;
  }

  /** Seals one packet. */
  byte[] sealed(byte[] text, long sequence) {
    PacketBatch batch = PacketBatch.allocate(1, text.length + 128);
    addText(batch, text, sequence);
    try (EspTransform seal = sealer()) {
      seal.seal(batch, 0, 1);
    }
    return batch.copy(0);
  }

  /** Opens one packet; null when it was dropped. */
  byte[] opened(EspTransform open, byte[] packet, long sequence) {
    PacketBatch batch = PacketBatch.allocate(1, packet.length + 128);
    addPacket(batch, packet, sequence);
    open.open(batch, 0, 1);
    return batch.isDropped(0) ? null : textOf(batch, 0);
  }

  /** All octets of a batch's memory. */
  static byte[] memory(PacketBatch batch) {
    ByteBuffer memory = batch.memory();
    byte[] octets = new byte[memory.capacity()];
    memory.get(0, octets);
    return octets;
  }

  /** Whether octets from a place on are those. */
  static boolean holds(byte[] memory, int from, byte[] octets) {
    return Arrays.equals(memory, from, from + octets.length, octets, 0, octets.length);
  }
}
