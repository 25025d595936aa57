package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/**
 * The JDK's AEAD ciphers make garbage for each packet, because each nonce needs an initialisation;
 * what is around them makes none. HMAC makes an array a packet.
 */
class AllocationTest {

  private static final int SLOTS = 32;
  private static final int TEXT = 576;
  private static final int TURNS = 400;

  private interface Turn {
    void run() throws GeneralSecurityException;
  }

  private final JcaEspCrypto crypto = new JcaEspCrypto();
  private final PacketBatch batch = PacketBatch.allocate(SLOTS, 2048);
  private long sequence = 1;

  /** Octets allocated a packet, once everything is loaded and compiled. */
  private static double allocated(int packets, Turn turn) throws GeneralSecurityException {
    for (int n = 0; n < TURNS; n++) {
      turn.run();
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int n = 0; n < TURNS; n++) {
      turn.run();
    }
    long octets = threads.getCurrentThreadAllocatedBytes() - before;
    return octets / (double) (TURNS * packets);
  }

  private double transforms(EspSuite suite) throws GeneralSecurityException {
    byte[] key = new byte[suite.keyMaterialLength()];
    int length = 8 + suite.encryption().ivLength() + TEXT + suite.icvLength();
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      return allocated(
          SLOTS,
          () -> {
            batch.clear();
            for (int i = 0; i < SLOTS; i++) {
              batch.add(batch.slotStart(i), length);
              batch.sequence(i, sequence++);
            }
            seal.seal(batch, 0, SLOTS);
            open.open(batch, 0, SLOTS);
          });
    }
  }

  @Test
  void gcmAllocatesNoMoreThanTheCipherItself() throws GeneralSecurityException {
    Cipher encrypt = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    Cipher decrypt = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    SecretKey key = new RawKey("AES", new byte[32], 0, 32);
    byte[] nonce = new byte[12];
    byte[] associated = new byte[8];
    byte[] data = new byte[2048];
    double bare =
        allocated(
            1,
            () -> {
              nonce[(int) (sequence & 7)]++;
              sequence++;
              run(encrypt, Cipher.ENCRYPT_MODE, key, nonce, associated, data, TEXT);
              run(decrypt, Cipher.DECRYPT_MODE, key, nonce, associated, data, TEXT + 16);
            });
    double ours =
        transforms(
            new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false));
    assertTrue(ours < bare + 8, ours + " octets a packet, the bare cipher makes " + bare);
  }

  private static void run(
      Cipher cipher,
      int mode,
      SecretKey key,
      byte[] nonce,
      byte[] associated,
      byte[] data,
      int length)
      throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(128, nonce));
    cipher.updateAAD(associated);
    try {
      cipher.doFinal(data, 0, length, data, 0);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void cbcWithHmacAllocatesNoMoreThanTheMacItself() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new RawKey("HmacSHA256", new byte[32], 0, 32));
    byte[] data = new byte[64];
    double bare =
        allocated(
            1,
            () -> {
              for (int n = 0; n < 2; n++) {
                mac.update(data);
                mac.doFinal(data, 0);
              }
            });
    double ours =
        transforms(
            new EspSuite(
                EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA2_256_128, true));
    assertTrue(ours < bare + 8, ours + " octets a packet, the bare MAC makes " + bare);
  }
}
