package org.sekisho.console.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** UTF-8 on its way to a user in the encoding of {@code console character}. */
public final class EncodingOutput extends OutputStream {

  private final OutputStream out;
  private final Supplier<Charset> charset;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /**
   * Makes the stream.
   *
   * @param charset encoding of the user's side
   */
  public EncodingOutput(OutputStream out, Supplier<Charset> charset) {
    this.out = out;
    this.charset = charset;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    Charset now = charset.get();
    if (now.equals(StandardCharsets.UTF_8) && !rest.hasRemaining()) {
      out.write(source, from, length);
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + length);
    bytes.put(rest).put(source, from, length).flip();
    CharBuffer chars = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, chars, false);
    rest = bytes.slice();
    ByteBuffer encoded = now.encode(chars.flip());
    out.write(encoded.array(), encoded.arrayOffset(), encoded.remaining());
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
