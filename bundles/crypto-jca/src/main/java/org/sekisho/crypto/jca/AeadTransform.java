package org.sekisho.crypto.jca;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * AES-GCM (RFC 4106) and ChaCha20-Poly1305 (RFC 7634) in ESP. The nonce is the salt of the key
 * material and the 64-bit IV on the wire; the associated data are the SPI and the 32-bit or, with
 * ESN, 64-bit sequence number. The JDK wants the cipher initialised anew for each nonce, which is
 * where the garbage of a packet comes from; all else is preallocated.
 */
final class AeadTransform implements EspTransform {

  private static final int HEADER = 8;
  private static final int IV = 8;
  private static final int ICV = 16;
  private static final int TRAILER = 2;

  private final Cipher cipher;
  private final RawKey key;
  private final boolean gcm;
  private final boolean esn;
  private final int mode;
  private final byte[] nonce;
  private final byte[] aad;
  private final ByteBuffer nonceView;
  private final ByteBuffer aadView;
  private final int saltLength;
  private byte[] scratch = new byte[2048];
  private long lastIv;
  private boolean initialised;
  private boolean closed;

  AeadTransform(EspSuite suite, byte[] keyMaterial, Direction direction)
      throws GeneralSecurityException {
    EncryptionAlgorithm algorithm = suite.encryption();
    int keyLength = suite.keyBits() / 8;
    cipher = Cipher.getInstance(JcaNames.transformation(algorithm), JcaNames.SUN_JCE);
    key = new RawKey(JcaNames.keyAlgorithm(algorithm), keyMaterial, 0, keyLength);
    gcm = algorithm == EncryptionAlgorithm.AES_GCM_16;
    esn = suite.esn();
    mode = direction == Direction.OUTBOUND ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    saltLength = algorithm.saltLength();
    nonce = new byte[saltLength + IV];
    System.arraycopy(keyMaterial, keyLength, nonce, 0, saltLength);
    nonceView = ByteBuffer.wrap(nonce);
    aad = new byte[esn ? 12 : 8];
    aadView = ByteBuffer.wrap(aad);
  }

  @Override
  public void seal(PacketBatch batch, int first, int count) {
    checkUsable(Cipher.ENCRYPT_MODE);
    for (int i = first; i < first + count; i++) {
      int length = batch.length(i);
      int text = length - HEADER - IV - ICV;
      if (text < TRAILER) {
        throw new IllegalArgumentException("a packet of " + length + " octets is too short");
      }
      long sequence = batch.sequence(i);
      int offset = batch.offset(i);
      ByteBuffer memory = batch.memory();
      memory.putLong(offset + HEADER, sequence);
      byte[] data = scratch(text + ICV);
      memory.get(offset + HEADER + IV, data, 0, text);
      try {
        start(sequence);
        cipher.updateAAD(associated(memory, offset, sequence));
        cipher.doFinal(data, 0, text, data, 0);
      } catch (GeneralSecurityException e) {
        // the only cause left is a sequence number used twice: a packet must not leave then
        throw new IllegalStateException("cannot seal: " + e.getMessage(), e);
      }
      memory.put(offset + HEADER + IV, data, 0, text + ICV);
    }
  }

  @Override
  public void open(PacketBatch batch, int first, int count) {
    checkUsable(Cipher.DECRYPT_MODE);
    for (int i = first; i < first + count; i++) {
      int text = batch.length(i) - HEADER - IV - ICV;
      if (text < TRAILER) {
        batch.drop(i);
        continue;
      }
      int offset = batch.offset(i);
      ByteBuffer memory = batch.memory();
      byte[] data = scratch(text + ICV);
      memory.get(offset + HEADER + IV, data, 0, text + ICV);
      try {
        start(memory.getLong(offset + HEADER));
        cipher.updateAAD(associated(memory, offset, batch.sequence(i)));
        cipher.doFinal(data, 0, text + ICV, data, 0);
        memory.put(offset + HEADER + IV, data, 0, text);
      } catch (AEADBadTagException e) {
        batch.drop(i);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot open: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Sets the cipher up for one nonce. ChaCha20-Poly1305 of the JDK refuses the nonce of the packet
   * before also when it decrypts; with anti-replay off, or after a forged packet with the IV of a
   * genuine one, that nonce is legitimate inbound, so another one is set up in between.
   */
  private void start(long iv) throws GeneralSecurityException {
    if (!gcm && initialised && iv == lastIv && mode == Cipher.DECRYPT_MODE) {
      init(~iv);
    }
    init(iv);
    lastIv = iv;
    initialised = true;
  }

  private void init(long iv) throws GeneralSecurityException {
    nonceView.putLong(saltLength, iv);
    AlgorithmParameterSpec parameters =
        gcm ? new GCMParameterSpec(ICV * 8, nonce) : new IvParameterSpec(nonce);
    cipher.init(mode, key, parameters);
  }

  private byte[] associated(ByteBuffer memory, int offset, long sequence) {
    if (esn) {
      aadView.putInt(0, memory.getInt(offset));
      aadView.putInt(4, (int) (sequence >>> 32));
      aadView.putInt(8, memory.getInt(offset + 4));
    } else {
      aadView.putLong(0, memory.getLong(offset));
    }
    return aad;
  }

  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Integer.highestOneBit(length - 1) << 1];
    }
    return scratch;
  }

  private void checkUsable(int wanted) {
    if (closed) {
      throw new IllegalStateException("the transform is closed");
    }
    if (mode != wanted) {
      throw new IllegalStateException("the transform is for the other direction");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    key.destroy();
    Arrays.fill(nonce, (byte) 0);
    Arrays.fill(scratch, (byte) 0);
    try {
      // the key is zero by now: this makes the cipher drop its expanded copy of the old one
      init(initialised ? ~lastIv : 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(nonce, (byte) 0);
    }
  }
}
