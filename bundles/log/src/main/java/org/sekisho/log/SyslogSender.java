package org.sekisho.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sekisho.api.log.LogEntry;

/**
 * Sends lines to the syslog hosts. Used by the queue's one thread, where datagrams may block for
 * name resolution; a host that fails is left alone for a while, and its failure reported once.
 * Connections have threads of their own, see {@link SyslogStream}.
 */
final class SyslogSender implements Consumer<LogEntry> {

  private static final long HOLD_OFF_NANOS = 30_000_000_000L;

  /** A program that is being started holds a copy of every socket for an instant, ours too. */
  private static final long REOPEN_NANOS = 1_000_000_000L;

  private static final int TLS_PORT = 6514;
  private static final int MOST_WAITING = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private final int port;
  private final LongSupplier nanos;
  private final Consumer<String> report;
  private final SyslogConnector.Authorities authorities;
  private final List<SyslogStream> streams = new ArrayList<>();
  private final Map<String, Long> failed = new HashMap<>();
  private volatile LogSettings settings = LogSettings.DEFAULT;
  private LogSettings opened;
  private DatagramSocket socket;
  private boolean refused;
  private long refusedAt;

  /**
   * Makes a sender.
   *
   * @param port destination port of UDP and TCP, 514 on a router
   * @param nanos a monotonic clock
   * @param report takes a sentence for the log when a host cannot be reached
   * @param authorities CAs of hosts that are reached by TLS
   */
  SyslogSender(
      int port,
      LongSupplier nanos,
      Consumer<String> report,
      SyslogConnector.Authorities authorities) {
    this.port = port;
    this.nanos = nanos;
    this.report = report;
    this.authorities = authorities;
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
      change(now);
    }
    if (refused && nanos.getAsLong() - refusedAt >= REOPEN_NANOS) {
      bind(now);
    }
    if (socket == null && streams.isEmpty()) {
      return;
    }
    String hostname = now.hostname().isEmpty() ? localName(now) : now.hostname();
    ZoneId zone = TimeZone.getDefault().toZoneId();
    byte[] message = now.format().encode(entry, now.facility(), hostname, zone);
    streams.forEach(s -> s.offer(message));
    if (socket != null) {
      for (String host : now.hosts()) {
        send(message, host, now.transport().port().orElse(port));
      }
    }
  }

  /** Closes the socket and the connections; on the queue's thread, or once that has ended. */
  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    streams.forEach(SyslogStream::end);
    streams.forEach(SyslogStream::close);
    streams.clear();
    opened = null;
    refused = false;
    failed.clear();
  }

  /** Opens what the settings ask for; a socket that still fits stays. */
  private void change(LogSettings now) {
    if (socket != null && fits(opened, now)) {
      failed.clear();
      opened = now;
      return;
    }
    close();
    opened = now;
    if (now.transport().kind() == SyslogTransport.Kind.UDP) {
      bind(now);
    } else {
      now.hosts().forEach(h -> streams.add(stream(h, now)));
    }
  }

  private static boolean fits(LogSettings before, LogSettings now) {
    return now.transport().kind() == SyslogTransport.Kind.UDP
        && now.sourcePort() == before.sourcePort()
        && now.localAddress().equals(before.localAddress());
  }

  /** Opens the socket; what fails is reported once, and tried again with a later line. */
  private void bind(LogSettings now) {
    InetAddress local = now.localAddress().orElse(null);
    try {
      socket = new DatagramSocket(new InetSocketAddress(local, now.sourcePort()));
      refused = false;
    } catch (IOException e) {
      refusedAt = nanos.getAsLong();
      if (!refused) {
        refused = true;
        report.accept(
            "syslog: cannot send from port %d (%s); choose another with syslog srcport or syslog local address"
                .formatted(now.sourcePort(), e.getMessage()));
      }
    }
  }

  private SyslogStream stream(String host, LogSettings now) {
    boolean tls = now.transport().kind() == SyslogTransport.Kind.TLS;
    int to = now.transport().port().orElse(tls ? TLS_PORT : port);
    return new SyslogStream(
        host,
        MOST_WAITING,
        FIRST_PAUSE_MILLIS,
        new SyslogConnector(host, to, now.localAddress(), now.transport(), authorities),
        report);
  }

  private void send(byte[] message, String host, int to) {
    Long since = failed.get(host);
    if (since != null && nanos.getAsLong() - since < HOLD_OFF_NANOS) {
      return;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      socket.send(new DatagramPacket(message, message.length, address, to));
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
