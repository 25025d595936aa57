package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import org.sekisho.api.crypto.EspSuite;

/**
 * The integrity check value of ESP with a separate integrity algorithm: over everything from the
 * SPI to the end of the ciphertext and, with ESN, the high half of the sequence number, which is
 * not on the wire (RFC 4303 section 2.2.1).
 */
final class EspIcv implements AutoCloseable {

  private final Mac mac;
  private final RawKey key;
  private final boolean esn;
  private final int length;
  private final byte[] high = new byte[4];
  private final byte[] full;
  private final byte[] expected;
  private final byte[] received;

  EspIcv(EspSuite suite, byte[] keyMaterial) throws GeneralSecurityException {
    String name = JcaNames.mac(suite.integrity());
    mac = Mac.getInstance(name, JcaNames.SUN_JCE);
    key = new RawKey(name, keyMaterial, suite.encryptionKeyLength(), suite.integrity().keyLength());
    mac.init(key);
    esn = suite.esn();
    length = suite.integrity().icvLength();
    full = new byte[mac.getMacLength()];
    expected = new byte[length];
    received = new byte[length];
  }

  /** Octets on the wire. */
  int length() {
    return length;
  }

  /** Writes the ICV of the first {@code end} octets of the packet behind them. */
  void append(byte[] packet, int end, long sequence) throws GeneralSecurityException {
    compute(packet, end, sequence);
    System.arraycopy(full, 0, packet, end, length);
  }

  /** Compares, in constant time, the ICV found behind the first {@code end} octets. */
  boolean matches(byte[] packet, int end, long sequence) throws GeneralSecurityException {
    compute(packet, end, sequence);
    System.arraycopy(full, 0, expected, 0, length);
    System.arraycopy(packet, end, received, 0, length);
    return MessageDigest.isEqual(expected, received);
  }

  private void compute(byte[] packet, int end, long sequence) throws GeneralSecurityException {
    mac.update(packet, 0, end);
    if (esn) {
      high[0] = (byte) (sequence >>> 56);
      high[1] = (byte) (sequence >>> 48);
      high[2] = (byte) (sequence >>> 40);
      high[3] = (byte) (sequence >>> 32);
      mac.update(high);
    }
    mac.doFinal(full, 0);
  }

  /** Zeroes the key. */
  @Override
  public void close() {
    key.destroy();
    Arrays.fill(full, (byte) 0);
    Arrays.fill(expected, (byte) 0);
    try {
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
