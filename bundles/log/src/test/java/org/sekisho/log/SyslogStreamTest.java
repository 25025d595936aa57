package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;
import org.sekisho.testkit.TestAuthority;

/** Lines over connections, to receivers of the test's own. */
@Timeout(60)
class SyslogStreamTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  @Test
  void tcpCountsOctets() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      SyslogSender sender = sender(SyslogTransport.Kind.TCP, server, List.of());
      sender.accept(entry("IP Tunnel[100] Up"));
      sender.accept(entry("説明"));
      try (Socket socket = server.accept()) {
        String first = frame(socket.getInputStream());
        assertEquals("<14>1 2017-07-15T", first.substring(0, 17));
        assertTrue(first.endsWith(" sekisho - - - IP Tunnel[100] Up"), first);
        assertTrue(frame(socket.getInputStream()).endsWith(" - - - 説明"));
        sender.close();
        assertEquals(-1, socket.getInputStream().read());
      }
    }
    assertEquals(0, reports.size(), reports::toString);
  }

  @Test
  void aBrokenConnectionIsMadeAnewAndLosesNothingThatCameLater() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      SyslogSender sender = sender(SyslogTransport.Kind.TCP, server, List.of());
      sender.accept(entry("one"));
      try (Socket socket = server.accept()) {
        assertTrue(frame(socket.getInputStream()).endsWith("one"));
      }
      sender.accept(entry("two"));
      try (Socket socket = server.accept()) {
        assertTrue(frame(socket.getInputStream()).endsWith("two"));
      }
      sender.close();
    }
  }

  @Test
  void linesWaitForAHostThatIsAwayAndThoseTooManyAreCounted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      BlockingQueue<Boolean> open = new LinkedBlockingQueue<>();
      SyslogStream stream =
          new SyslogStream(
              "host",
              2,
              1,
              () -> {
                if (open.isEmpty()) {
                  throw new IOException("it is away");
                }
                return new Socket(LOOPBACK, server.getLocalPort());
              },
              reports::add);
      stream.offer(bytes("first"));
      // The thread has this one in hand; two more may wait.
      assertEquals("syslog: cannot send to host (it is away), lines wait for it", report());
      for (int i = 0; i < 5; i++) {
        stream.offer(bytes("line " + i));
      }
      open.add(true);
      try (Socket socket = server.accept()) {
        assertEquals("first", frame(socket.getInputStream()));
        assertEquals("line 0", frame(socket.getInputStream()));
        assertEquals("line 1", frame(socket.getInputStream()));
        assertEquals("syslog: connected to host, 3 lines were not sent", report());
        stream.close();
      }
    }
    assertNull(reports.poll());
  }

  @Test
  void aHostThatTakesNothingHoldsNobodyAtTheEnd() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      SyslogStream stream =
          new SyslogStream(
              "host", 10, 1, () -> new Socket(LOOPBACK, server.getLocalPort()), reports::add);
      stream.offer(new byte[64 << 20]); // more than any socket buffer
      try (Socket socket = server.accept()) {
        stream.offer(bytes("second"));
        stream.close();
        assertTrue(socket.getInputStream().read() >= 0);
      }
    }
  }

  @Test
  void tlsChecksTheHostsCertificate() throws Exception {
    TestAuthority ours = TestAuthority.root("CN=Ours", TestAuthority.Kind.P256);
    TestAuthority strange = TestAuthority.root("CN=Strange", TestAuthority.Kind.P256);
    TestAuthority.Issued host =
        ours.issue(
            TestAuthority.Request.of("CN=loghost", TestAuthority.Kind.P256)
                .name(GeneralName.iPAddress, "127.0.0.1"));
    try (ServerSocket server = tlsServer(host)) {
      Thread receiver = receiver(server);
      SyslogSender wrong = sender(SyslogTransport.Kind.TLS, server, List.of(strange.certificate()));
      wrong.accept(entry("never told to a stranger"));
      String report = report();
      assertTrue(report.startsWith("syslog: cannot send to 127.0.0.1 ("), report);
      wrong.close();
      SyslogSender right = sender(SyslogTransport.Kind.TLS, server, List.of(ours.certificate()));
      right.accept(entry("over TLS"));
      String told = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(told != null && told.endsWith("over TLS"), told);
      right.close();
      server.close();
      receiver.join();
    }
  }

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  /** Takes one frame of each connection that gets through its handshake. */
  private Thread receiver(ServerSocket server) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  received.add(frame(socket.getInputStream()));
                } catch (IOException e) {
                  continue; // a client that refused us, or the end
                }
              }
            });
    thread.start();
    return thread;
  }

  private static ServerSocket tlsServer(TestAuthority.Issued host) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "test".toCharArray();
    store.setKeyEntry("host", host.key(), password, new Certificate[] {host.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory().createServerSocket(0, 5, LOOPBACK);
  }

  private SyslogSender sender(
      SyslogTransport.Kind kind, ServerSocket server, List<X509Certificate> trusted) {
    SyslogSender sender = new SyslogSender(9, System::nanoTime, reports::add, file -> trusted);
    sender.settings(
        new LogSettings(
            Set.of(LogLevel.INFO),
            List.of("127.0.0.1"),
            1,
            SyslogFormat.RFC5424,
            "router",
            Optional.of(LOOPBACK),
            514,
            new SyslogTransport(
                kind,
                OptionalInt.of(server.getLocalPort()),
                kind == SyslogTransport.Kind.TLS ? OptionalInt.of(1) : OptionalInt.empty())));
    return sender;
  }

  private String report() throws InterruptedException {
    return reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static LogEntry entry(String text) {
    return new LogEntry(Instant.parse("2017-07-15T00:55:33Z"), LogLevel.INFO, text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One message, read by its octet count (RFC 6587 section 3.4.1). */
  private static String frame(InputStream in) throws IOException {
    int length = 0;
    int c = in.read();
    while (c >= '0' && c <= '9') {
      length = 10 * length + c - '0';
      c = in.read();
    }
    if (c != ' ') {
      throw new IOException("a blank ends the count, not " + c);
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
