package org.sekisho.eap.tls;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;

/** One TLS connection without a socket: messages in, messages out. */
final class TlsChannel {

  private final TlsProtocol protocol;
  private final TlsSession session;
  private String failure;

  TlsChannel(TlsProtocol protocol, TlsSession session) {
    this.protocol = protocol;
    this.session = session;
  }

  /** Takes what the other side sent; {@link #failure} tells whether it went well. */
  void feed(byte[] message) {
    if (failure != null) {
      return;
    }
    try {
      protocol.offerInput(message);
      if (protocol.isClosed()) {
        failure = "the other side closed TLS";
      }
    } catch (TlsFatalAlertReceived e) {
      failure = "the other side ended TLS: " + text(e.getAlertDescription());
    } catch (IOException | RuntimeException e) {
      // RuntimeException: Bouncy Castle lets some malformed certificates end that way
      failure = session.complaint().orElse("TLS failed: " + e.getMessage());
    }
  }

  private static String text(short description) {
    return AlertDescription.getName(description).replace('_', ' ');
  }

  /** What is to be sent, an alert for the other side included; empty for nothing. */
  byte[] output() {
    byte[] message = new byte[protocol.getAvailableOutputBytes()];
    protocol.readOutput(message, 0, message.length);
    return message;
  }

  /** Octets of application data that came, each once. */
  byte[] applicationData() {
    byte[] data = new byte[protocol.getAvailableInputBytes()];
    protocol.readInput(data, 0, data.length);
    return data;
  }

  /** Sends one zero octet: TLS 1.3 ends for EAP (RFC 9190 section 2.5). */
  void commit() {
    try {
      protocol.writeApplicationData(new byte[1], 0, 1);
    } catch (IOException e) {
      failure = "TLS failed: " + e.getMessage();
    }
  }

  boolean isComplete() {
    return failure == null && session.isComplete();
  }

  TlsSession session() {
    return session;
  }

  /** One sentence, null while all is well. */
  String failure() {
    return failure;
  }
}
