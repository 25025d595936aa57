package org.sekisho.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sekisho.api.log.LogEntry;

/**
 * Sends lines to the syslog hosts by UDP. Used by the queue's one thread, where it may block for
 * name resolution; a host that fails is left alone for a while, and its failure reported once.
 */
final class SyslogSender implements Consumer<LogEntry> {

  private static final long HOLD_OFF_NANOS = 30_000_000_000L;

  private final int port;
  private final LongSupplier nanos;
  private final Consumer<String> report;
  private final Map<String, Long> failed = new HashMap<>();
  private volatile LogSettings settings = LogSettings.DEFAULT;
  private LogSettings opened;
  private DatagramSocket socket;

  /**
   * Makes a sender.
   *
   * @param port destination port, 514 on a router
   * @param nanos a monotonic clock
   * @param report takes a sentence for the log when a host cannot be reached
   */
  SyslogSender(int port, LongSupplier nanos, Consumer<String> report) {
    this.port = port;
    this.nanos = nanos;
    this.report = report;
  }

  /** Takes new settings; the next line uses them. Any thread. */
  void settings(LogSettings value) {
    settings = value;
  }

  @Override
  public void accept(LogEntry entry) {
    LogSettings now = settings;
    if (now.hosts().isEmpty()) {
      close();
      return;
    }
    if (now != opened) {
      close();
      open(now);
    }
    if (socket == null) {
      return;
    }
    String hostname = now.hostname().isEmpty() ? localName(now) : now.hostname();
    ZoneId zone = TimeZone.getDefault().toZoneId();
    byte[] message = now.format().encode(entry, now.facility(), hostname, zone);
    for (String host : now.hosts()) {
      send(message, host);
    }
  }

  /** Closes the socket; on the queue's thread, or once that has ended. */
  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    opened = null;
    failed.clear();
  }

  private void open(LogSettings now) {
    opened = now;
    InetAddress local = now.localAddress().orElse(null);
    try {
      socket = new DatagramSocket(new InetSocketAddress(local, now.sourcePort()));
    } catch (IOException e) {
      report.accept(
          "syslog: cannot send from port %d (%s); choose another with syslog srcport or syslog local address"
              .formatted(now.sourcePort(), e.getMessage()));
    }
  }

  private void send(byte[] message, String host) {
    Long since = failed.get(host);
    if (since != null && nanos.getAsLong() - since < HOLD_OFF_NANOS) {
      return;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      socket.send(new DatagramPacket(message, message.length, address, port));
      failed.remove(host);
    } catch (IOException e) {
      if (failed.put(host, nanos.getAsLong()) == null) {
        report.accept("syslog: cannot send to " + host + " (" + e.getMessage() + ")");
      }
    }
  }

  private static String localName(LogSettings now) {
    return now.localAddress().map(InetAddress::getHostAddress).orElse("-");
  }
}
