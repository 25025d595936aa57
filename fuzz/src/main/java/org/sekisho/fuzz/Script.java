package org.sekisho.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** An input read as a sequence of fields; behind its end all are zero or empty. */
public final class Script {

  private final byte[] octets;
  private int at;

  /** Reads from the beginning. */
  public Script(byte[] octets) {
    this.octets = octets;
  }

  /** Whether something is left. */
  public boolean hasMore() {
    return at < octets.length;
  }

  /** One octet. */
  public int u8() {
    return hasMore() ? octets[at++] & 0xff : 0;
  }

  /** One octet with a sign. */
  public int s8() {
    return (byte) u8();
  }

  /** Two octets. */
  public int u16() {
    return u8() << 8 | u8();
  }

  /** So many octets, or as many as there are. */
  public byte[] octets(int count) {
    int end = Math.min(octets.length, at + count);
    byte[] taken = Arrays.copyOfRange(octets, at, end);
    at = end;
    return taken;
  }

  /** A length in two octets and so many octets. */
  public byte[] block() {
    return octets(u16());
  }

  /** All that is left. */
  public byte[] rest() {
    return octets(octets.length - at);
  }

  /** Writes scripts. */
  public static final class Writer {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An empty script. */
    public Writer() {
      // nothing to set up
    }

    /** One octet. */
    public Writer u8(int value) {
      out.write(value);
      return this;
    }

    /** Two octets. */
    public Writer u16(int value) {
      return u8(value >>> 8).u8(value);
    }

    /** Octets as they are. */
    public Writer octets(byte[] octets) {
      out.writeBytes(octets);
      return this;
    }

    /** Octets behind their length. */
    public Writer block(byte[] octets) {
      return u16(octets.length).octets(octets);
    }

    /** The script. */
    public byte[] get() {
      return out.toByteArray();
    }
  }
}
