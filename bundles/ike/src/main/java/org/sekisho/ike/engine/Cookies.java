package org.sekisho.ike.engine;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.message.PuzzleDemand;
import org.sekisho.ike.message.SpiCodec;

/**
 * Cookies of a responder under load (RFC 7296 section 2.6, RFC 8019 section 7.1.1):
 *
 * <pre>
 *   version of the secret (1) | difficulty (1) | PRF (2) | prf(secret, those | Ni | address | SPIi)
 * </pre>
 *
 * No state is kept for a peer that has not shown it can receive. The secret changes every minute,
 * and the one before stays good for another minute.
 */
final class Cookies {

  /** What a cookie says that comes without a puzzle. */
  static final PuzzleDemand NO_PUZZLE = new PuzzleDemand(0, 0);

  private static final long LIFE_MILLIS = 60_000;
  private static final int TERMS = 4;

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

  byte[] make(long now, PuzzleDemand puzzle, byte[] ni, Endpoint remote, long spiI) {
    renew(now);
    byte[] terms = {
      (byte) version, (byte) puzzle.difficulty(), (byte) (puzzle.prf() >>> 8), (byte) puzzle.prf()
    };
    return cookie(secret, terms, ni, remote, spiI);
  }

  /**
   * Checks a cookie that came back.
   *
   * @return the puzzle it was given out with, empty when it is not ours or too old
   */
  Optional<PuzzleDemand> check(long now, byte[] cookie, byte[] ni, Endpoint remote, long spiI) {
    renew(now);
    if (cookie.length <= TERMS) {
      return Optional.empty();
    }
    byte[] key = cookie[0] == (byte) version ? secret : previous;
    if (key.length == 0 || (key == previous && cookie[0] != (byte) (version - 1))) {
      return Optional.empty();
    }
    byte[] terms = {cookie[0], cookie[1], cookie[2], cookie[3]};
    return MessageDigest.isEqual(cookie, cookie(key, terms, ni, remote, spiI))
        ? Optional.of(
            new PuzzleDemand((cookie[2] & 0xff) << 8 | (cookie[3] & 0xff), cookie[1] & 0xff))
        : Optional.empty();
  }

  private byte[] cookie(byte[] key, byte[] terms, byte[] ni, Endpoint remote, long spiI) {
    byte[] mac =
        crypto.prf(
            PrfAlgorithm.HMAC_SHA2_256,
            key,
            terms,
            ni,
            remote.address().getAddress(),
            SpiCodec.octets(spiI));
    byte[] cookie = new byte[TERMS + mac.length];
    System.arraycopy(terms, 0, cookie, 0, TERMS);
    System.arraycopy(mac, 0, cookie, TERMS, mac.length);
    return cookie;
  }

  private void renew(long now) {
    if (secret.length > 0 && now < renewAt) {
      return;
    }
    previous = now < renewAt + LIFE_MILLIS ? secret : new byte[0];
    secret = new byte[32];
    random.nextBytes(secret);
    version++;
    renewAt = now + LIFE_MILLIS;
  }
}
