package org.sekisho.ike.message;

import java.io.ByteArrayOutputStream;

/** Writes big-endian fields into a growing array. */
final class WireWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  WireWriter u8(int value) {
    out.write(value);
    return this;
  }

  WireWriter u16(int value) {
    out.write(value >>> 8);
    out.write(value);
    return this;
  }

  WireWriter i32(int value) {
    return u16(value >>> 16).u16(value);
  }

  WireWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  WireWriter octets(byte[] value) {
    out.write(value, 0, value.length);
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
