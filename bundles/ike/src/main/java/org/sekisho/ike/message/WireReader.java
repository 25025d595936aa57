package org.sekisho.ike.message;

import java.util.Arrays;

/**
 * Reads big-endian fields from a window of an array. Every read checks its bound first; a read past
 * the end throws {@link MalformedMessageException}, never an index error.
 */
final class WireReader {

  private final byte[] octets;
  private final int end;
  private int position;

  WireReader(byte[] octets) {
    this(octets, 0, octets.length);
  }

  WireReader(byte[] octets, int start, int end) {
    this.octets = octets;
    this.position = start;
    this.end = end;
  }

  int remaining() {
    return end - position;
  }

  int position() {
    return position;
  }

  int u8() throws MalformedMessageException {
    need(1);
    return octets[position++] & 0xff;
  }

  int u16() throws MalformedMessageException {
    need(2);
    int value = (octets[position] & 0xff) << 8 | (octets[position + 1] & 0xff);
    position += 2;
    return value;
  }

  int i32() throws MalformedMessageException {
    return u16() << 16 | u16();
  }

  long i64() throws MalformedMessageException {
    return (long) i32() << 32 | (i32() & 0xffffffffL);
  }

  void skip(int count) throws MalformedMessageException {
    need(count);
    position += count;
  }

  byte[] octets(int count) throws MalformedMessageException {
    need(count);
    byte[] copy = Arrays.copyOfRange(octets, position, position + count);
    position += count;
    return copy;
  }

  byte[] rest() {
    byte[] copy = Arrays.copyOfRange(octets, position, end);
    position = end;
    return copy;
  }

  /** A reader of the next octets alone; this reader continues behind them. */
  WireReader slice(int count) throws MalformedMessageException {
    need(count);
    WireReader slice = new WireReader(octets, position, position + count);
    position += count;
    return slice;
  }

  private void need(int count) throws MalformedMessageException {
    if (count < 0 || count > remaining()) {
      throw new MalformedMessageException("needs " + count + " octets, has " + remaining());
    }
  }
}
