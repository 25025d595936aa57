package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Blocks from AES-128 in counter mode under a random key of its own, one kilobyte at a time. It
 * costs one AES block and a copy an IV, where a SecureRandom call costs more than the whole rest of
 * a small packet; unlike a counter encrypted under the key of the SA, nothing that a peer or a user
 * gets encrypted is related to it.
 */
final class KeystreamWhitening implements Whitening {

  private static final byte[] ZEROES = new byte[1024];

  private final Cipher cipher;
  private final RawKey key;
  private final byte[] pool = new byte[ZEROES.length];
  private int used = pool.length;

  KeystreamWhitening(SecureRandom random) throws GeneralSecurityException {
    byte[] seed = new byte[16];
    random.nextBytes(seed);
    key = new RawKey("AES", seed, 0, seed.length);
    Arrays.fill(seed, (byte) 0);
    cipher = Cipher.getInstance("AES/CTR/NoPadding", JcaNames.SUN_JCE);
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
  }

  @Override
  public void next(byte[] target, int offset, int length) {
    if (pool.length - used < length) {
      try {
        cipher.update(ZEROES, 0, ZEROES.length, pool, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      used = 0;
    }
    System.arraycopy(pool, used, target, offset, length);
    used += length;
  }

  @Override
  public void close() {
    key.destroy();
    Arrays.fill(pool, (byte) 0);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
