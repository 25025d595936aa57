package org.sekisho.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelShell;

/** Somebody who starts output and does not read it. */
final class StalledShell implements AutoCloseable {

  private final ChannelShell channel;
  private final CountDownLatch full = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  StalledShell(ChannelShell channel, String keys) throws IOException {
    this.channel = channel;
    channel.setPtyType("xterm");
    channel.setOut(
        new OutputStream() {
          private int seen;

          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            seen += length;
            if (seen > 10_000) {
              full.countDown();
              await(end);
            }
          }
        });
    channel.open().verify(Ssh.PATIENCE);
    channel.getInvertedIn().write(keys.getBytes(StandardCharsets.UTF_8));
    channel.getInvertedIn().flush();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nothing happened");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Waits until output is held up. */
  void awaitFull() throws IOException {
    await(full);
  }

  @Override
  public void close() {
    end.countDown();
    channel.close(true);
  }
}
