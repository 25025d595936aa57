package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Unpredictable IVs for CBC (RFC 3602 section 3): AES-128 in counter mode under a random key, one
 * kilobyte at a time. A SecureRandom call an IV would cost more than the packet.
 */
final class IvSource implements AutoCloseable {

  private static final byte[] ZEROES = new byte[1024];

  private final Cipher cipher;
  private final byte[] pool = new byte[ZEROES.length];
  private final ByteBuffer view = ByteBuffer.wrap(pool);
  private int used = pool.length;

  /** Starts with a key of its own. */
  IvSource(SecureRandom random) {
    byte[] key = new byte[16];
    random.nextBytes(key);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Writes 16 octets. */
  void next(ByteBuffer target, int offset) {
    if (used == pool.length) {
      try {
        cipher.update(ZEROES, 0, ZEROES.length, pool, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      used = 0;
    }
    target.putLong(offset, view.getLong(used));
    target.putLong(offset + Long.BYTES, view.getLong(used + Long.BYTES));
    used += 2 * Long.BYTES;
  }

  /** Forgets the IVs to come. */
  @Override
  public void close() {
    Arrays.fill(pool, (byte) 0);
    used = pool.length;
  }
}
