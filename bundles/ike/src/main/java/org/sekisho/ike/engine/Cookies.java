package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.message.SpiCodec;

/**
 * Cookies of a responder under load (RFC 7296 section 2.6): version | prf(secret, Ni | address |
 * SPIi). No state is kept for a peer that has not shown it can receive; the secret changes every
 * minute and the one before stays good.
 */
final class Cookies {

  private static final long LIFE_MILLIS = 60_000;

  private final IkeCrypto crypto;
  private final SecureRandom random;
  private byte[] secret = new byte[0];
  private byte[] previous = new byte[0];
  private int version;
  private long renewAt;

  Cookies(IkeCrypto crypto, SecureRandom random) {
    this.crypto = crypto;
    this.random = random;
  }

  byte[] make(long now, byte[] ni, Endpoint remote, long spiI) {
    renew(now);
    return cookie(secret, version, ni, remote, spiI);
  }

  boolean isGood(long now, byte[] cookie, byte[] ni, Endpoint remote, long spiI) {
    renew(now);
    if (MessageDigest.isEqual(cookie, cookie(secret, version, ni, remote, spiI))) {
      return true;
    }
    return previous.length > 0
        && MessageDigest.isEqual(cookie, cookie(previous, version - 1, ni, remote, spiI));
  }

  private byte[] cookie(byte[] key, int keyVersion, byte[] ni, Endpoint remote, long spiI) {
    byte[] mac =
        crypto.prf(
            PrfAlgorithm.HMAC_SHA2_256,
            key,
            ni,
            remote.address().getAddress(),
            SpiCodec.octets(spiI));
    byte[] cookie = new byte[mac.length + 1];
    cookie[0] = (byte) keyVersion;
    System.arraycopy(mac, 0, cookie, 1, mac.length);
    return cookie;
  }

  private void renew(long now) {
    if (secret.length > 0 && now < renewAt) {
      return;
    }
    previous = secret;
    secret = new byte[32];
    random.nextBytes(secret);
    version++;
    renewAt = now + LIFE_MILLIS;
  }
}
