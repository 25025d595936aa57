package org.sekisho.eap.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.TlsClientProtocol;

/**
 * A TLS client that bears with an empty list of certificate authorities in TLS 1.3's
 * CertificateRequest. RFC 8446 section 4.2.4 wants the extension left out instead; strongSwan sends
 * it empty where none of its authorities has an RSA key, and Bouncy Castle ends the handshake.
 */
final class LenientClientProtocol extends TlsClientProtocol {

  private static final int HEAD = 4;

  @Override
  protected void receive13CertificateRequest(
      ByteArrayInputStream message, boolean postHandshakeAuth) throws IOException {
    byte[] whole = message.readAllBytes();
    super.receive13CertificateRequest(
        new ByteArrayInputStream(withoutEmptyAuthorities(whole)), postHandshakeAuth);
  }

  /**
   * The message without that extension: a context of one length octet, then extensions of two, each
   * of type, length and data. Anything else stays as it is, for the parser to judge.
   */
  static byte[] withoutEmptyAuthorities(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message);
    int start = message.length == 0 ? 0 : 1 + (message[0] & 0xff);
    if (message.length < start + 2
        || Short.toUnsignedInt(in.getShort(start)) != message.length - start - 2) {
      return message;
    }
    for (int at = start + 2; at + HEAD <= message.length; ) {
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      boolean empty = length == 2 && at + HEAD + 2 <= message.length && in.getShort(at + HEAD) == 0;
      if (in.getShort(at) == ExtensionType.certificate_authorities && empty) {
        int after = at + HEAD + length;
        byte[] rest = Arrays.copyOf(message, message.length - HEAD - length);
        System.arraycopy(message, after, rest, at, message.length - after);
        ByteBuffer.wrap(rest).putShort(start, (short) (rest.length - start - 2));
        return rest;
      }
      at += HEAD + length;
    }
    return message;
  }
}
