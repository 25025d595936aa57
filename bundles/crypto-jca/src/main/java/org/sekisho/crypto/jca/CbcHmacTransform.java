package org.sekisho.crypto.jca;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.net.PacketBatch;

/**
 * CBC with HMAC in ESP (RFC 3602, 2451, 2405), and NULL with HMAC (RFC 2410): encrypt, then MAC.
 *
 * <p>The cipher is initialised once and then chained over all packets, which saves the key check
 * and the garbage of an initialisation a packet. Outbound, an unpredictable block is encrypted
 * where the IV goes; its ciphertext is the IV, and CBC goes on from there as it should. Inbound,
 * the IV is decrypted along as if it were ciphertext: that gives one meaningless block, and
 * everything behind it is right, because in CBC a plaintext block depends on two ciphertext blocks
 * only. In and out are different arrays, because the JDK's intrinsic for CBC decryption needs that.
 */
final class CbcHmacTransform implements EspTransform {

  private static final int HEADER = 8;
  private static final int TRAILER = 2;

  private final boolean outbound;
  private final int ivLength;
  private final int blockLength;
  private final Cipher cipher;
  private final RawKey key;
  private final EspIcv icv;
  private final Whitening whitening;
  private byte[] in = new byte[2048];
  private byte[] out = new byte[2048];
  private boolean closed;

  CbcHmacTransform(EspSuite suite, byte[] keyMaterial, Direction direction, Whitening whitening)
      throws GeneralSecurityException {
    EncryptionAlgorithm algorithm = suite.encryption();
    this.whitening = whitening;
    outbound = direction == Direction.OUTBOUND;
    ivLength = algorithm.ivLength();
    blockLength = algorithm.blockLength();
    icv = new EspIcv(suite, keyMaterial);
    if (algorithm == EncryptionAlgorithm.NULL) {
      cipher = null;
      key = null;
    } else {
      cipher = Cipher.getInstance(JcaNames.transformation(algorithm), JcaNames.SUN_JCE);
      key = new RawKey(JcaNames.keyAlgorithm(algorithm), keyMaterial, 0, suite.keyBits() / 8);
      initialise();
    }
  }

  private void initialise() throws GeneralSecurityException {
    int mode = outbound ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    cipher.init(mode, key, new IvParameterSpec(new byte[ivLength]));
  }

  @Override
  public void seal(PacketBatch batch, int first, int count) {
    checkUsable(true);
    try {
      for (int i = first; i < first + count; i++) {
        seal(batch, i);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal: " + e.getMessage(), e);
    }
  }

  private void seal(PacketBatch batch, int i) throws GeneralSecurityException {
    int length = batch.length(i);
    int end = length - icv.length();
    if (!fits(end)) {
      throw new IllegalArgumentException("a packet of " + length + " octets does not fit");
    }
    int offset = batch.offset(i);
    reserve(length);
    if (cipher == null) {
      batch.memory().get(offset, out, 0, end);
    } else {
      batch.memory().get(offset, in, 0, end);
      System.arraycopy(in, 0, out, 0, HEADER);
      whitening.next(in, HEADER, ivLength);
      cipher.update(in, HEADER, end - HEADER, out, HEADER);
    }
    icv.append(out, end, batch.sequence(i));
    batch.memory().put(offset, out, 0, length);
  }

  @Override
  public void open(PacketBatch batch, int first, int count) {
    checkUsable(false);
    try {
      for (int i = first; i < first + count; i++) {
        open(batch, i);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open: " + e.getMessage(), e);
    }
  }

  private void open(PacketBatch batch, int i) throws GeneralSecurityException {
    int length = batch.length(i);
    int end = length - icv.length();
    if (!fits(end)) {
      batch.drop(i);
      return;
    }
    ByteBuffer memory = batch.memory();
    int offset = batch.offset(i);
    reserve(length);
    memory.get(offset, in, 0, length);
    if (!icv.matches(in, end, batch.sequence(i))) {
      batch.drop(i);
      return;
    }
    if (cipher != null) {
      cipher.update(in, HEADER, end - HEADER, out, HEADER);
      int text = HEADER + ivLength;
      memory.put(offset + text, out, text, end - text);
    }
  }

  /** Whether header, IV and ciphertext can have that length together. */
  private boolean fits(int end) {
    int text = end - HEADER - ivLength;
    return text >= TRAILER && text % blockLength == 0;
  }

  private void reserve(int length) {
    if (in.length < length) {
      int capacity = Integer.highestOneBit(length - 1) << 1;
      in = new byte[capacity];
      out = new byte[capacity];
    }
  }

  private void checkUsable(boolean forOutbound) {
    if (closed) {
      throw new IllegalStateException("the transform is closed");
    }
    if (outbound != forOutbound) {
      throw new IllegalStateException("the transform is for the other direction");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    icv.close();
    whitening.close();
    Arrays.fill(in, (byte) 0);
    Arrays.fill(out, (byte) 0);
    if (cipher != null) {
      key.destroy();
      try {
        // the key is zero by now: this makes the cipher drop its expanded copy of the old one
        initialise();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
