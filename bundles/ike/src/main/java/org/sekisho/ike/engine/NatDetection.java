package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SpiCodec;

/**
 * NAT detection (RFC 7296 section 2.23).
 *
 * @param supported the peer sent its hashes
 * @param localBehindNat our address is translated on the way
 * @param remoteBehindNat the peer's address is
 */
record NatDetection(boolean supported, boolean localBehindNat, boolean remoteBehindNat) {

  /** The two notifications of a message. */
  static List<Payload> notifications(
      long spiI, long spiR, Endpoint local, Endpoint remote, boolean pretend) {
    byte[] source = hash(spiI, spiR, local);
    if (pretend) {
      source[0] ^= (byte) 0xff;
    }
    return List.of(
        NotifyPayload.of(NotifyType.NAT_DETECTION_SOURCE_IP, source),
        NotifyPayload.of(NotifyType.NAT_DETECTION_DESTINATION_IP, hash(spiI, spiR, remote)));
  }

  /**
   * Compares the peer's hashes with what we see.
   *
   * @param spiR responder's SPI as in the header of that message
   */
  static NatDetection of(Payloads message, long spiI, long spiR, Endpoint local, Endpoint remote) {
    List<NotifyPayload> sources = message.notifies(NotifyType.NAT_DETECTION_SOURCE_IP);
    List<NotifyPayload> destinations = message.notifies(NotifyType.NAT_DETECTION_DESTINATION_IP);
    if (sources.isEmpty() || destinations.isEmpty()) {
      return new NatDetection(false, false, false);
    }
    return new NatDetection(
        true,
        noneIs(destinations, hash(spiI, spiR, local)),
        noneIs(sources, hash(spiI, spiR, remote)));
  }

  /** The same where a line has us behave as behind a NAT, and the peer can do that. */
  NatDetection pretending(boolean force) {
    return force && supported ? new NatDetection(true, true, remoteBehindNat) : this;
  }

  private static boolean noneIs(List<NotifyPayload> notifications, byte[] expected) {
    return notifications.stream().noneMatch(n -> Arrays.equals(n.data(), expected));
  }

  private static byte[] hash(long spiI, long spiR, Endpoint endpoint) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(SpiCodec.octets(spiI));
      sha1.update(SpiCodec.octets(spiR));
      sha1.update(endpoint.address().getAddress());
      sha1.update((byte) (endpoint.port() >>> 8));
      sha1.update((byte) endpoint.port());
      return sha1.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the platform lacks SHA-1", e);
    }
  }
}
