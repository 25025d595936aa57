package org.sekisho.log;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Carries lines to one syslog host over a connection, on a thread of its own: the octets of a
 * message in decimal, a blank, the message (RFC 6587 section 3.4.1, RFC 5425 section 4.3). A
 * connection that breaks is made anew, after pauses that double up to a minute; lines wait
 * meanwhile, and when too many do, the newest are counted and left out.
 *
 * <p>The protocol has no acknowledgement: lines the host's kernel took and its program did not read
 * are lost with the connection. That the host closed it is looked for before each line.
 */
final class SyslogStream implements AutoCloseable {

  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final long CLOSE_WAIT_MILLIS = 2_000;

  private final String host;
  private final int limit;
  private final long firstPauseMillis;
  private final Connector connector;
  private final Consumer<String> report;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private final Thread thread;
  private boolean closing;
  private long lost;
  private boolean down;
  private volatile Socket socket;

  /** Makes connections. */
  @FunctionalInterface
  interface Connector {
    /**
     * Connects within a few seconds.
     *
     * @throws IOException with a message that says why not
     */
    Socket connect() throws IOException;
  }

  /**
   * Starts the thread.
   *
   * @param host for the reports
   * @param limit most lines that wait
   * @param firstPauseMillis pause before the second attempt to connect
   * @param report takes a sentence for the log when the host cannot be reached, and again when it
   *     can
   */
  SyslogStream(
      String host, int limit, long firstPauseMillis, Connector connector, Consumer<String> report) {
    this.host = host;
    this.limit = limit;
    this.firstPauseMillis = firstPauseMillis;
    this.connector = connector;
    this.report = report;
    thread = new Thread(this::run, "sekisho-syslog-" + host);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands a message over; returns at once. Any thread. */
  synchronized void offer(byte[] message) {
    if (queue.size() == limit) {
      lost++;
      return;
    }
    queue.add(message);
    notifyAll();
  }

  /** Asks the thread to end when it has sent what waits; returns at once. */
  synchronized void end() {
    closing = true;
    notifyAll();
  }

  /** Ends the thread; what waits is sent if the host takes it within two seconds. */
  @Override
  public void close() {
    end();
    try {
      thread.join(CLOSE_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    disconnect(); // frees a thread that waits for a host which takes nothing
  }

  private void run() {
    try {
      for (byte[] message = next(); message != null; message = next()) {
        deliver(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  /** The next message, null at the end. */
  private synchronized byte[] next() throws InterruptedException {
    while (queue.isEmpty() && !closing) {
      wait();
    }
    return closing && down ? null : queue.poll();
  }

  private void deliver(byte[] message) throws InterruptedException {
    for (long pause = firstPauseMillis; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        if (socket == null || hasEnded(socket)) {
          disconnect();
          socket = connector.connect();
        }
        socket.getOutputStream().write(frame(message));
        up();
        return;
      } catch (IOException e) {
        disconnect();
        if (!failed(e, pause)) {
          return;
        }
      }
    }
  }

  private static byte[] frame(byte[] message) {
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[length.length + message.length];
    System.arraycopy(length, 0, frame, 0, length.length);
    System.arraycopy(message, 0, frame, length.length, message.length);
    return frame;
  }

  /** Whether the host has closed the connection; writing would find that out a line too late. */
  private static boolean hasEnded(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false; // as a syslog host should: it says nothing
    }
  }

  private void up() {
    long missing;
    synchronized (this) {
      if (!down) {
        return;
      }
      down = false;
      missing = lost;
      lost = 0;
    }
    report.accept(
        "syslog: connected to "
            + host
            + (missing == 0 ? "" : ", " + missing + " lines were not sent"));
  }

  /**
   * Reports the first failure of a row, and pauses.
   *
   * @return whether to go on trying
   */
  private boolean failed(IOException why, long pauseMillis) throws InterruptedException {
    boolean first;
    synchronized (this) {
      first = !down;
      down = true;
    }
    if (first) {
      report.accept(
          "syslog: cannot send to " + host + " (" + why.getMessage() + "), lines wait for it");
    }
    synchronized (this) {
      long end = System.nanoTime() + pauseMillis * 1_000_000;
      for (long left = pauseMillis;
          left > 0 && !closing;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
      return !closing;
    }
  }

  private void disconnect() {
    Socket old = socket;
    socket = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        System.getLogger(SyslogStream.class.getName())
            .log(System.Logger.Level.DEBUG, "closing a connection to " + host, e);
      }
    }
  }
}
