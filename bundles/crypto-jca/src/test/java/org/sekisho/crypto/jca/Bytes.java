package org.sekisho.crypto.jca;

import java.io.ByteArrayOutputStream;

/** Octet strings for tests. */
final class Bytes {

  private Bytes() {}

  static byte[] concat(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
