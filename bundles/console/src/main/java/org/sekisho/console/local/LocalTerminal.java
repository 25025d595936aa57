package org.sekisho.console.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.sekisho.console.ssh.DecodingInput;
import org.sekisho.console.ssh.EncodingOutput;

/**
 * A terminal of the box at the other end of a channel. Nobody tells its type and size: it is taken
 * for one that knows the control sequences all know, with 24 lines of 80 characters.
 */
final class LocalTerminal extends ExternalTerminal {

  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private final Keys keys;

  private LocalTerminal(Keys keys, InputStream in, OutputStream out) throws IOException {
    super("sekisho-local", "ansi", in, out, StandardCharsets.UTF_8);
    this.keys = keys;
    setSize(new Size(COLUMNS, LINES));
  }

  /**
   * A terminal on a channel.
   *
   * @param charset encoding of the terminal
   */
  static LocalTerminal on(SocketChannel channel, Supplier<Charset> charset) throws IOException {
    Keys keys = new Keys(channel);
    return new LocalTerminal(
        keys,
        new DecodingInput(keys, charset, keys::typed),
        new EncodingOutput(new Screen(channel), charset));
  }

  /** Has somebody told of each key. */
  void onKey(Runnable listener) {
    keys.listener = listener;
  }

  // java.nio.channels.Channels' streams lock a channel against reading and writing at once.

  private static final class Keys extends InputStream {
    private final SocketChannel channel;
    private volatile Runnable listener = () -> {};

    Keys(SocketChannel channel) {
      this.channel = channel;
    }

    void typed() {
      listener.run();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(target, from, length));
    }
  }

  private static final class Screen extends OutputStream {
    private final SocketChannel channel;

    Screen(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(source, from, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }
}
