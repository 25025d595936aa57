package org.sekisho.crypto.bc;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;

/** AES-GCM (RFC 4106) and ChaCha20-Poly1305 (RFC 7634). */
final class BcAeadTransform extends BcTransform {

  private static final int ICV_BITS = 128;
  private static final int IV = 8;

  private final AEADCipher cipher;
  private final boolean encrypting;
  private final int keyLength;
  private final byte[] nonce;
  private final byte[] associated;

  BcAeadTransform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    super(suite, direction);
    encrypting = direction == Direction.OUTBOUND;
    keyLength = suite.keyBits() / 8;
    cipher =
        suite.encryption() == EncryptionAlgorithm.AES_GCM_16
            ? GCMBlockCipher.newInstance(AESEngine.newInstance())
            : new ChaCha20Poly1305();
    int salt = suite.encryption().saltLength();
    nonce = new byte[salt + IV];
    System.arraycopy(keyMaterial, keyLength, nonce, 0, salt);
    associated = new byte[suite.esn() ? 12 : 8];
    byte[] key = Arrays.copyOf(keyMaterial, keyLength);
    cipher.init(false, new AEADParameters(new KeyParameter(key), ICV_BITS, nonce.clone()));
    Arrays.fill(key, (byte) 0);
  }

  @Override
  void seal(byte[] packet, int length, long sequence) {
    putInt(packet, HEADER, (int) (sequence >>> 32));
    putInt(packet, HEADER + 4, (int) sequence);
    try {
      run(packet, length - textStart() - ICV_BITS / 8, sequence);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("cannot seal: " + e.getMessage(), e);
    }
  }

  @Override
  boolean open(byte[] packet, int length, long sequence) {
    try {
      run(packet, length - textStart(), sequence);
      return true;
    } catch (InvalidCipherTextException e) {
      return false;
    }
  }

  private void run(byte[] packet, int length, long sequence) throws InvalidCipherTextException {
    System.arraycopy(packet, HEADER, nonce, nonce.length - IV, IV);
    System.arraycopy(packet, 0, associated, 0, 4);
    System.arraycopy(packet, 4, associated, associated.length - 4, 4);
    if (suite().esn()) {
      putInt(associated, 4, (int) (sequence >>> 32));
    }
    // No key: the one of the constructor stays, and its tables with it.
    cipher.init(encrypting, new AEADParameters(null, ICV_BITS, nonce.clone(), associated.clone()));
    int start = textStart();
    byte[] out = new byte[cipher.getOutputSize(length)];
    int done = cipher.processBytes(packet, start, length, out, 0);
    done += cipher.doFinal(out, done);
    System.arraycopy(out, 0, packet, start, done);
  }

  @Override
  void forget() {
    Arrays.fill(nonce, (byte) 0);
    KeyParameter zero = new KeyParameter(new byte[keyLength]);
    cipher.init(false, new AEADParameters(zero, ICV_BITS, new byte[nonce.length]));
  }
}
