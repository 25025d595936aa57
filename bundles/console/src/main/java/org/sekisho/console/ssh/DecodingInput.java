package org.sekisho.console.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Keys in the encoding of {@code console character}, as UTF-8. The encoding may change at any time.
 * Also tells when a key was typed.
 */
public final class DecodingInput extends FilterInputStream {

  private final Supplier<Charset> charset;
  private final Runnable touched;
  private final byte[] raw = new byte[4096];
  private ByteBuffer ready = ByteBuffer.allocate(0);
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private CharsetDecoder decoder;

  /**
   * Makes the stream.
   *
   * @param charset encoding of the user's side
   * @param touched told after each read
   */
  public DecodingInput(InputStream in, Supplier<Charset> charset, Runnable touched) {
    super(in);
    this.charset = charset;
    this.touched = touched;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ready.hasRemaining()) {
      int count = in.read(raw, 0, raw.length);
      if (count < 0) {
        return -1;
      }
      touched.run();
      ready = toUtf8(count);
    }
    int count = Math.min(length, ready.remaining());
    ready.get(target, from, count);
    return count;
  }

  @Override
  public int available() throws IOException {
    return ready.hasRemaining() ? ready.remaining() : in.available();
  }

  private ByteBuffer toUtf8(int count) {
    Charset now = charset.get();
    if (now.equals(StandardCharsets.UTF_8)) {
      rest = ByteBuffer.allocate(0);
      return ByteBuffer.wrap(raw.clone(), 0, count);
    }
    if (decoder == null || !decoder.charset().equals(now)) {
      decoder =
          now.newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
      rest = ByteBuffer.allocate(0);
    }
    ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + count);
    bytes.put(rest).put(raw, 0, count).flip();
    CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, chars, false);
    rest = bytes.slice(); // half a character waits for its other half
    return StandardCharsets.UTF_8.encode(chars.flip());
  }
}
