package org.sekisho.esp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/**
 * ESP transforms on javax.crypto for tests. Fails a test that uses a transform after its end, on
 * two threads at once, or on a dropped packet.
 */
class TestCrypto implements EspCrypto {

  private final String name;
  private final Set<EncryptionAlgorithm> supported;
  private final Supplier<byte[]> fixedIv;
  final List<Transform> made = new CopyOnWriteArrayList<>();

  TestCrypto(String name) {
    this(name, Set.of(EncryptionAlgorithm.values()), null);
  }

  TestCrypto(String name, Set<EncryptionAlgorithm> supported, Supplier<byte[]> fixedIv) {
    this.name = name;
    this.supported = supported;
    this.fixedIv = fixedIv;
  }

  @Override
  public String provider() {
    return name;
  }

  @Override
  public boolean supports(EspSuite suite) {
    return supported.contains(suite.encryption());
  }

  @Override
  public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
    if (keyMaterial.length != suite.keyMaterialLength()) {
      throw new IllegalArgumentException("key of " + keyMaterial.length + " octets");
    }
    Transform transform = new Transform(suite, keyMaterial, fixedIv);
    made.add(transform);
    return transform;
  }

  /** Transforms of this provider that were not closed. */
  long open() {
    return made.stream().filter(t -> !t.closed).count();
  }

  /** Packets all transforms of this provider worked on. */
  long packets() {
    return made.stream().mapToLong(t -> t.packets.get()).sum();
  }

  static final class Transform implements EspTransform {

    private final EspSuite suite;
    private final byte[] key;
    private final byte[] salt;
    private final byte[] integrityKey;
    private final Supplier<byte[]> fixedIv;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong packets = new AtomicLong();
    volatile boolean closed;

    private Transform(EspSuite suite, byte[] material, Supplier<byte[]> fixedIv) {
      this.suite = suite;
      this.fixedIv = fixedIv;
      int keyLength = suite.keyBits() / 8;
      key = Arrays.copyOf(material, keyLength);
      salt = Arrays.copyOfRange(material, keyLength, suite.encryptionKeyLength());
      integrityKey =
          Arrays.copyOfRange(material, suite.encryptionKeyLength(), suite.keyMaterialLength());
    }

    @Override
    public void seal(PacketBatch batch, int first, int count) {
      each(batch, first, count, this::sealOne);
    }

    @Override
    public void open(PacketBatch batch, int first, int count) {
      each(batch, first, count, this::openOne);
    }

    private interface One {
      void work(PacketBatch batch, int i) throws GeneralSecurityException;
    }

    private void each(PacketBatch batch, int first, int count, One one) {
      if (closed || !busy.compareAndSet(false, true)) {
        throw new AssertionError(closed ? "used after close" : "used by two threads");
      }
      try {
        for (int i = first; i < first + count; i++) {
          if (batch.isDropped(i)) {
            throw new AssertionError("dropped packet in a run");
          }
          one.work(batch, i);
          packets.incrementAndGet();
        }
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      } finally {
        busy.set(false);
      }
    }

    private void sealOne(PacketBatch batch, int i) throws GeneralSecurityException {
      byte[] packet = batch.copy(i);
      int ivLength = suite.encryption().ivLength();
      byte[] iv = iv(batch.sequence(i), ivLength);
      System.arraycopy(iv, 0, packet, 8, ivLength);
      int start = 8 + ivLength;
      int end = packet.length - suite.icvLength();
      if (suite.encryption().isAead()) {
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv);
        cipher.updateAAD(associated(packet, batch.sequence(i)));
        cipher.doFinal(packet, start, end - start, packet, start);
      } else {
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv);
        byte[] sealed = cipher.doFinal(packet, start, end - start);
        System.arraycopy(sealed, 0, packet, start, sealed.length);
        System.arraycopy(mac(packet, end, batch.sequence(i)), 0, packet, end, suite.icvLength());
      }
      batch.memory().put(batch.offset(i), packet);
    }

    private void openOne(PacketBatch batch, int i) throws GeneralSecurityException {
      byte[] packet = batch.copy(i);
      int ivLength = suite.encryption().ivLength();
      int start = 8 + ivLength;
      int end = packet.length - suite.icvLength();
      byte[] iv = Arrays.copyOfRange(packet, 8, start);
      byte[] plain;
      try {
        if (suite.encryption().isAead()) {
          Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv);
          cipher.updateAAD(associated(packet, batch.sequence(i)));
          plain = cipher.doFinal(packet, start, packet.length - start);
        } else {
          byte[] icv = Arrays.copyOfRange(packet, end, packet.length);
          byte[] expected = Arrays.copyOf(mac(packet, end, batch.sequence(i)), icv.length);
          if (!MessageDigest.isEqual(icv, expected)) {
            batch.drop(i);
            return;
          }
          plain = cipher(Cipher.DECRYPT_MODE, iv).doFinal(packet, start, end - start);
        }
      } catch (javax.crypto.AEADBadTagException | javax.crypto.IllegalBlockSizeException e) {
        batch.drop(i);
        return;
      }
      batch.memory().put(batch.offset(i) + start, plain);
    }

    private byte[] iv(long sequence, int length) {
      if (fixedIv != null) {
        return fixedIv.get();
      }
      byte[] iv = new byte[length];
      if (suite.encryption().isAead()) {
        ByteBuffer.wrap(iv).putLong(sequence);
      } else {
        random.nextBytes(iv);
      }
      return iv;
    }

    private byte[] associated(byte[] packet, long sequence) {
      if (!suite.esn()) {
        return Arrays.copyOf(packet, 8);
      }
      return ByteBuffer.allocate(12).put(packet, 0, 4).putLong(sequence).array();
    }

    private byte[] mac(byte[] packet, int length, long sequence) throws GeneralSecurityException {
      String algorithm =
          switch (suite.integrity()) {
            case HMAC_MD5_96 -> "HmacMD5";
            case HMAC_SHA1_96 -> "HmacSHA1";
            case HMAC_SHA2_256_128 -> "HmacSHA256";
            case HMAC_SHA2_384_192 -> "HmacSHA384";
            case HMAC_SHA2_512_256 -> "HmacSHA512";
            case NONE -> throw new AssertionError(IntegrityAlgorithm.NONE);
          };
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(integrityKey, algorithm));
      mac.update(packet, 0, length);
      if (suite.esn()) {
        mac.update(ByteBuffer.allocate(4).putInt((int) (sequence >>> 32)).array());
      }
      return mac.doFinal();
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
      byte[] nonce = ByteBuffer.allocate(salt.length + iv.length).put(salt).put(iv).array();
      String name;
      String keyName;
      AlgorithmParameterSpec parameters = new IvParameterSpec(nonce);
      switch (suite.encryption()) {
        case AES_GCM_16 -> {
          name = "AES/GCM/NoPadding";
          keyName = "AES";
          parameters = new GCMParameterSpec(128, nonce);
        }
        case CHACHA20_POLY1305 -> {
          name = "ChaCha20-Poly1305";
          keyName = "ChaCha20";
        }
        case AES_CBC -> {
          name = "AES/CBC/NoPadding";
          keyName = "AES";
        }
        case TRIPLE_DES_CBC -> {
          name = "DESede/CBC/NoPadding";
          keyName = "DESede";
        }
        case DES_CBC -> {
          name = "DES/CBC/NoPadding";
          keyName = "DES";
        }
        default -> throw new AssertionError(suite.encryption());
      }
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(mode, new SecretKeySpec(key, keyName), parameters);
      return cipher;
    }

    @Override
    public void close() {
      Arrays.fill(key, (byte) 0);
      closed = true;
    }
  }
}
