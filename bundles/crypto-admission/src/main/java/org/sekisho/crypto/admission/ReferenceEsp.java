package org.sekisho.crypto.admission;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;

/**
 * ESP packets straight from the RFCs (4303, 4106, 7634, 3602, 2451, 2405, 4868), one at a time,
 * with the JDK and no thought of speed. It shares nothing with any provider.
 */
final class ReferenceEsp {

  private static final int HEADER = 8;

  private final EspSuite suite;
  private final byte[] key;

  ReferenceEsp(EspSuite suite, byte[] key) {
    this.suite = suite;
    this.key = key;
  }

  /**
   * A sealed packet.
   *
   * @param header SPI and low half of the sequence number
   * @param sequence of which only the high half is used
   */
  byte[] seal(long header, long sequence, byte[] iv, byte[] text) throws GeneralSecurityException {
    byte[] body = text;
    byte[] head = ByteBuffer.allocate(HEADER + iv.length).putLong(header).put(iv).array();
    if (suite.encryption() != EncryptionAlgorithm.NULL) {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv);
      if (suite.encryption().isAead()) {
        cipher.updateAAD(associated(head, sequence));
      }
      body = cipher.doFinal(text);
    }
    byte[] packet = concat(head, body);
    return suite.encryption().isAead() ? packet : concat(packet, icv(packet, sequence));
  }

  /** The text of a packet. */
  byte[] open(byte[] packet, long sequence) throws GeneralSecurityException {
    int start = HEADER + suite.encryption().ivLength();
    int end = packet.length - suite.icvLength();
    byte[] iv = Arrays.copyOfRange(packet, HEADER, start);
    if (suite.encryption().isAead()) {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv);
      cipher.updateAAD(associated(packet, sequence));
      return cipher.doFinal(packet, start, packet.length - start);
    }
    byte[] icv = Arrays.copyOfRange(packet, end, packet.length);
    if (!MessageDigest.isEqual(icv, icv(Arrays.copyOf(packet, end), sequence))) {
      throw new GeneralSecurityException("the ICV is wrong");
    }
    byte[] body = Arrays.copyOfRange(packet, start, end);
    return suite.encryption() == EncryptionAlgorithm.NULL
        ? body
        : cipher(Cipher.DECRYPT_MODE, iv).doFinal(body);
  }

  private byte[] associated(byte[] packet, long sequence) {
    byte[] spi = Arrays.copyOf(packet, 4);
    byte[] low = Arrays.copyOfRange(packet, 4, HEADER);
    return suite.esn() ? concat(concat(spi, high(sequence)), low) : concat(spi, low);
  }

  private static byte[] high(long sequence) {
    return ByteBuffer.allocate(4).putInt((int) (sequence >>> 32)).array();
  }

  private byte[] icv(byte[] packet, long sequence) throws GeneralSecurityException {
    String name =
        switch (suite.integrity()) {
          case HMAC_MD5_96 -> "HmacMD5";
          case HMAC_SHA1_96 -> "HmacSHA1";
          case HMAC_SHA2_256_128 -> "HmacSHA256";
          case HMAC_SHA2_384_192 -> "HmacSHA384";
          case HMAC_SHA2_512_256 -> "HmacSHA512";
          case NONE -> throw new IllegalStateException();
        };
    Mac mac = Mac.getInstance(name);
    int from = suite.encryptionKeyLength();
    mac.init(new SecretKeySpec(key, from, key.length - from, name));
    mac.update(packet);
    byte[] full = suite.esn() ? mac.doFinal(high(sequence)) : mac.doFinal();
    return Arrays.copyOf(full, suite.icvLength());
  }

  private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
    int keyLength = suite.keyBits() / 8;
    byte[] salt = Arrays.copyOfRange(key, keyLength, suite.encryptionKeyLength());
    AlgorithmParameterSpec parameters = new IvParameterSpec(concat(salt, iv));
    String name;
    String keyName = "AES";
    switch (suite.encryption()) {
      case AES_GCM_16 -> {
        name = "AES/GCM/NoPadding";
        parameters = new GCMParameterSpec(128, concat(salt, iv));
      }
      case AES_CBC -> name = "AES/CBC/NoPadding";
      case CHACHA20_POLY1305 -> {
        name = "ChaCha20-Poly1305";
        keyName = "ChaCha20";
      }
      case TRIPLE_DES_CBC -> {
        name = "DESede/CBC/NoPadding";
        keyName = "DESede";
      }
      case DES_CBC -> {
        name = "DES/CBC/NoPadding";
        keyName = "DES";
      }
      default -> throw new IllegalStateException();
    }
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(mode, new SecretKeySpec(key, 0, keyLength, keyName), parameters);
    return cipher;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }
}
