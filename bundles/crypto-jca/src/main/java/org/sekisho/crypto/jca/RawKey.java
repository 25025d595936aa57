package org.sekisho.crypto.jca;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A raw key that can be zeroed. {@link javax.crypto.spec.SecretKeySpec} can not, and it refuses the
 * empty key that HMAC allows.
 */
final class RawKey implements SecretKey {

  private final String algorithm;
  private final transient byte[] octets;
  private boolean destroyed;

  /**
   * Copies a key.
   *
   * @param algorithm JCA name of the algorithm
   * @param source holds the key from {@code offset} on
   */
  RawKey(String algorithm, byte[] source, int offset, int length) {
    this.algorithm = algorithm;
    this.octets = Arrays.copyOfRange(source, offset, offset + length);
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return octets.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(octets, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a raw key never leaves the process");
  }
}
