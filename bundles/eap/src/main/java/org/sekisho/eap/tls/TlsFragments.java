package org.sekisho.eap.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.eap.method.EapMethodException;

/**
 * Flags and fragments of EAP-TLS (RFC 5216 sections 2.1.5 and 3.1), the same on both sides: TLS
 * data goes out in pieces, each but the last acknowledged by an empty packet, and comes in
 * likewise.
 */
final class TlsFragments {

  /** Data of an empty packet, which acknowledges. */
  static final byte[] ACKNOWLEDGEMENT = {0};

  /** Most TLS octets of one packet; with all headers it fits a UDP datagram of 1,280 octets. */
  static final int FRAGMENT = 1024;

  /** Most TLS octets of one message in either direction: a flight with two long chains. */
  static final int MAX_MESSAGE = 32_768;

  private static final int LENGTH_INCLUDED = 0x80;
  private static final int MORE_FRAGMENTS = 0x40;
  private static final int START = 0x20;

  private byte[] out = new byte[0];
  private int sent;
  private final ByteArrayOutputStream in = new ByteArrayOutputStream();
  private int announced = -1;

  /** Data of the packet that starts TLS. */
  static byte[] start() {
    return new byte[] {START};
  }

  static boolean isStart(byte[] data) {
    return data.length > 0 && (data[0] & START) != 0;
  }

  /** Whether the packet has no TLS octets. */
  static boolean isAcknowledgement(byte[] data) {
    return data.length <= 1;
  }

  /** Puts a message in, which {@link #next} gives out. */
  void send(byte[] message) throws EapMethodException {
    if (message.length > MAX_MESSAGE) {
      throw new EapMethodException(
          "our TLS message has " + message.length + " octets, use a shorter certificate chain");
    }
    out = message;
    sent = 0;
  }

  boolean hasNext() {
    return sent < out.length;
  }

  /** Data of the next packet; empty packets acknowledge when there is nothing to send. */
  byte[] next() {
    if (!hasNext()) {
      return ACKNOWLEDGEMENT.clone();
    }
    int length = Math.min(FRAGMENT, out.length - sent);
    boolean first = sent == 0;
    boolean more = sent + length < out.length;
    boolean withLength = first && more;
    ByteBuffer packet = ByteBuffer.allocate(1 + (withLength ? 4 : 0) + length);
    packet.put((byte) ((withLength ? LENGTH_INCLUDED : 0) | (more ? MORE_FRAGMENTS : 0)));
    if (withLength) {
      packet.putInt(out.length);
    }
    packet.put(out, sent, length);
    sent += length;
    return packet.array();
  }

  /**
   * Takes the data of a packet.
   *
   * @return the whole message when this was its last piece
   */
  Optional<byte[]> receive(byte[] data) throws EapMethodException {
    if (data.length == 0) {
      throw malformed();
    }
    int at = 1;
    if ((data[0] & LENGTH_INCLUDED) != 0) {
      if (data.length < 5) {
        throw malformed();
      }
      int length = ByteBuffer.wrap(data, 1, 4).getInt();
      if (length < 0 || length > MAX_MESSAGE) {
        throw new EapMethodException(
            "the other side's TLS message is longer than " + MAX_MESSAGE + " octets");
      }
      if (announced >= 0 && announced != length) {
        throw malformed();
      }
      announced = length;
      at = 5;
    }
    boolean more = (data[0] & MORE_FRAGMENTS) != 0;
    int limit = announced >= 0 ? announced : MAX_MESSAGE;
    if (in.size() + data.length - at > limit || more && at == data.length) {
      throw malformed();
    }
    in.write(data, at, data.length - at);
    if (more) {
      return Optional.empty();
    }
    if (announced >= 0 && announced != in.size()) {
      throw malformed();
    }
    byte[] message = in.toByteArray();
    in.reset();
    announced = -1;
    return Optional.of(message);
  }

  void close() {
    Arrays.fill(out, (byte) 0);
    in.reset();
  }

  private static EapMethodException malformed() {
    return new EapMethodException("the other side's EAP-TLS packet is malformed");
  }
}
