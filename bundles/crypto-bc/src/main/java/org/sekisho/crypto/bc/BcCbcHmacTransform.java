package org.sekisho.crypto.bc;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.CBCModeCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;

/** CBC or no encryption, with HMAC (RFC 3602, 2451, 2405, 2410; 2403, 2404, 4868). */
final class BcCbcHmacTransform extends BcTransform {

  private final CBCModeCipher cipher;
  private final boolean encrypting;
  private final HMac mac;
  private final SecureRandom random;
  private final byte[] iv;
  private final byte[] high = new byte[4];
  private final byte[] computed;

  BcCbcHmacTransform(EspSuite suite, byte[] keyMaterial, Direction direction, SecureRandom random) {
    super(suite, direction);
    this.random = random;
    encrypting = direction == Direction.OUTBOUND;
    iv = new byte[suite.encryption().ivLength()];
    int keyLength = suite.encryptionKeyLength();
    byte[] key = Arrays.copyOf(keyMaterial, keyLength);
    if (suite.encryption() == EncryptionAlgorithm.NULL) {
      cipher = null;
    } else {
      cipher = CBCBlockCipher.newInstance(engine(suite.encryption()));
      cipher.init(encrypting, new ParametersWithIV(new KeyParameter(key), iv));
    }
    mac = new HMac(digest(suite.integrity()));
    mac.init(new KeyParameter(keyMaterial, keyLength, suite.integrity().keyLength()));
    computed = new byte[mac.getMacSize()];
    Arrays.fill(key, (byte) 0);
  }

  private static BlockCipher engine(EncryptionAlgorithm algorithm) {
    return switch (algorithm) {
      case AES_CBC -> AESEngine.newInstance();
      case TRIPLE_DES_CBC -> new DESedeEngine();
      case DES_CBC -> new DESEngine();
      default -> throw new IllegalArgumentException(algorithm.toString());
    };
  }

  private static Digest digest(IntegrityAlgorithm algorithm) {
    return switch (algorithm) {
      case HMAC_MD5_96 -> new MD5Digest();
      case HMAC_SHA1_96 -> new SHA1Digest();
      case HMAC_SHA2_256_128 -> SHA256Digest.newInstance();
      case HMAC_SHA2_384_192 -> new SHA384Digest();
      case HMAC_SHA2_512_256 -> new SHA512Digest();
      case NONE -> throw new IllegalArgumentException(algorithm.toString());
    };
  }

  @Override
  void seal(byte[] packet, int length, long sequence) {
    int end = length - suite().icvLength();
    if (cipher != null) {
      random.nextBytes(iv);
      System.arraycopy(iv, 0, packet, HEADER, iv.length);
      crypt(packet, end);
    }
    integrity(packet, end, sequence);
    System.arraycopy(computed, 0, packet, end, suite().icvLength());
  }

  @Override
  boolean open(byte[] packet, int length, long sequence) {
    int end = length - suite().icvLength();
    integrity(packet, end, sequence);
    if (!org.bouncycastle.util.Arrays.constantTimeAreEqual(
        suite().icvLength(), computed, 0, packet, end)) {
      return false;
    }
    if (cipher != null) {
      System.arraycopy(packet, HEADER, iv, 0, iv.length);
      crypt(packet, end);
    }
    return true;
  }

  /** With the key of the constructor and the IV of the packet. */
  private void crypt(byte[] packet, int end) {
    cipher.init(encrypting, new ParametersWithIV(null, iv));
    for (int at = textStart(); at < end; at += iv.length) {
      cipher.processBlock(packet, at, packet, at);
    }
  }

  private void integrity(byte[] packet, int end, long sequence) {
    mac.update(packet, 0, end);
    if (suite().esn()) {
      putInt(high, 0, (int) (sequence >>> 32));
      mac.update(high, 0, high.length);
    }
    mac.doFinal(computed, 0);
  }

  @Override
  void forget() {
    Arrays.fill(computed, (byte) 0);
    mac.init(new KeyParameter(new byte[suite().integrity().keyLength()]));
    if (cipher != null) {
      CipherParameters zero = new KeyParameter(new byte[suite().keyBits() / 8]);
      cipher.init(encrypting, new ParametersWithIV(zero, new byte[iv.length]));
    }
  }
}
