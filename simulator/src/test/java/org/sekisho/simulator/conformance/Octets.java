package org.sekisho.simulator.conformance;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Octets put together by hand, apart from the router's own codec. */
final class Octets {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Octets of(int... values) {
    Octets octets = new Octets();
    for (int value : values) {
      octets.u8(value);
    }
    return octets;
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static byte[] join(byte[]... pieces) {
    Octets octets = new Octets();
    for (byte[] piece : pieces) {
      octets.add(piece);
    }
    return octets.get();
  }

  /** Octets that count up from a value. */
  static byte[] counting(int length, int first) {
    byte[] result = new byte[length];
    for (int i = 0; i < length; i++) {
      result[i] = (byte) (first + i);
    }
    return result;
  }

  static byte[] four(int value) {
    return new Octets().u32(value).get();
  }

  static byte[] eight(long value) {
    return new Octets().u64(value).get();
  }

  static int u8(byte[] from, int at) {
    return from[at] & 0xff;
  }

  static int u16(byte[] from, int at) {
    return u8(from, at) << 8 | u8(from, at + 1);
  }

  static int u32(byte[] from, int at) {
    return u16(from, at) << 16 | u16(from, at + 2);
  }

  static long u64(byte[] from, int at) {
    return (long) u32(from, at) << 32 | (u32(from, at + 4) & 0xffffffffL);
  }

  /** A copy with one octet changed. */
  static byte[] with(byte[] octets, int at, int value) {
    byte[] copy = octets.clone();
    copy[at < 0 ? copy.length + at : at] = (byte) value;
    return copy;
  }

  /** A copy with one bit turned over. */
  static byte[] flipped(byte[] octets, int at) {
    int index = at < 0 ? octets.length + at : at;
    return with(octets, index, octets[index] ^ 1);
  }

  Octets u8(int value) {
    out.write(value);
    return this;
  }

  Octets u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  Octets u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  Octets u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  Octets add(byte[] octets) {
    out.writeBytes(octets);
    return this;
  }

  byte[] get() {
    return out.toByteArray();
  }
}
