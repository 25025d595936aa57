package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.net.PacketBatch;

/**
 * AES-GCM (RFC 4106) and ChaCha20-Poly1305 (RFC 7634), a job a packet, submitted and done as one
 * burst. The library decrypts and only computes the tag: it is compared here, and the plaintext of
 * a packet that fails is overwritten.
 */
final class AeadBurst extends BurstTransform {

  private static final int IV = 8;
  private static final int ICV = 16;
  private static final int NONCE = 12;

  /** Where in the scratch of a packet the parts are. */
  private static final int AAD_AT = 16;

  private static final int TAG_AT = 32;

  private final int salt;
  private final int keyLength;
  private final int cipher;
  private final int hash;

  /**
   * Makes a transform.
   *
   * @param keys the key as the library wants it
   * @param salt in the processor's byte order
   */
  AeadBurst(ImbLibrary library, NativeBlock keys, int salt, EspSuite suite, Direction direction) {
    super(library, keys, suite, direction);
    this.salt = salt;
    keyLength = suite.keyBits() / 8;
    boolean gcm = suite.encryption() == EncryptionAlgorithm.AES_GCM_16;
    cipher = gcm ? Layout.GCM : Layout.CHACHA20;
    hash = gcm ? Layout.GMAC : Layout.POLY1305;
  }

  @Override
  void sealBurst(Manager manager, PacketBatch batch, long base, int burst) {
    ByteBuffer memory = batch.memory();
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      memory.putLong(batch.offset(i) + HEADER, batch.sequence(i));
    }
    run(manager, batch, base, burst, Layout.ENCRYPT);
  }

  @Override
  void openBurst(Manager manager, PacketBatch batch, long base, int burst) {
    run(manager, batch, base, burst, Layout.DECRYPT);
    ByteBuffer memory = batch.memory();
    ByteBuffer scratch = manager.scratch().buffer();
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      int end = batch.offset(i) + batch.length(i) - ICV;
      int tag = n * Manager.SCRATCH + TAG_AT;
      // The batch is big-endian, the scratch little-endian. One branch, after all octets.
      long difference =
          (memory.getLong(end) ^ Long.reverseBytes(scratch.getLong(tag)))
              | (memory.getLong(end + 8) ^ Long.reverseBytes(scratch.getLong(tag + 8)));
      if (difference != 0) {
        batch.drop(i);
        wipe(memory, batch.offset(i) + HEADER + IV, end);
      }
    }
  }

  private static void wipe(ByteBuffer memory, int from, int to) {
    for (int at = from; at < to; at++) {
      memory.put(at, (byte) 0);
    }
  }

  private void run(Manager manager, PacketBatch batch, long base, int burst, int direction) {
    long pointers = manager.pointers().address();
    if (Imb.getNextBurst(manager.address(), burst, pointers) != burst) {
      throw new IllegalStateException("ipsec-mb has no place for " + burst + " jobs");
    }
    ByteBuffer jobs = manager.view();
    ByteBuffer places = manager.pointers().buffer();
    for (int n = 0; n < burst; n++) {
      int job = (int) (places.getLong(n * Long.BYTES) - manager.address());
      fill(jobs, job, manager, batch, base, n, direction);
    }
    int done = Imb.submitBurst(manager.address(), burst, pointers);
    if (done != burst) {
      done += Imb.flushBurst(manager.address(), burst - done, pointers + done * Long.BYTES);
    }
    if (done != burst) {
      throw new IllegalStateException("ipsec-mb did " + done + " of " + burst + " jobs");
    }
    for (int n = 0; n < burst; n++) {
      int job = (int) (places.getLong(n * Long.BYTES) - manager.address());
      if (jobs.getInt(job + Layout.STATUS) != Layout.COMPLETED) {
        throw new IllegalStateException("ipsec-mb refused a job");
      }
    }
  }

  private void fill(
      ByteBuffer jobs,
      int job,
      Manager manager,
      PacketBatch batch,
      long base,
      int n,
      int direction) {
    int i = manager.packets[n];
    int offset = batch.offset(i);
    int text = batch.length(i) - HEADER - IV - ICV;
    ByteBuffer memory = batch.memory();
    ByteBuffer scratch = manager.scratch().buffer();
    int part = n * Manager.SCRATCH;
    long scratchAddress = manager.scratch().address() + part;
    scratch.putInt(part, salt);
    scratch.putLong(part + 4, Long.reverseBytes(memory.getLong(offset + HEADER)));
    long packet = base + offset;
    long aad = packet;
    int aadLength = 8;
    if (esn()) {
      scratch.putInt(part + AAD_AT, Integer.reverseBytes(memory.getInt(offset)));
      scratch.putInt(part + AAD_AT + 4, Integer.reverseBytes((int) (batch.sequence(i) >>> 32)));
      scratch.putInt(part + AAD_AT + 8, Integer.reverseBytes(memory.getInt(offset + 4)));
      aad = scratchAddress + AAD_AT;
      aadLength = 12;
    }
    long body = packet + HEADER + IV;
    jobs.putLong(job + Layout.ENC_KEYS, keys());
    jobs.putLong(job + Layout.DEC_KEYS, keys());
    jobs.putLong(job + Layout.KEY_LENGTH, keyLength);
    jobs.putLong(job + Layout.SOURCE, body);
    jobs.putLong(job + Layout.TARGET, body);
    jobs.putLong(job + Layout.CIPHER_START, 0);
    jobs.putLong(job + Layout.CIPHER_LENGTH, text);
    jobs.putLong(job + Layout.HASH_START, 0);
    jobs.putLong(job + Layout.HASH_LENGTH, text);
    jobs.putLong(job + Layout.IV, scratchAddress);
    jobs.putLong(job + Layout.IV_LENGTH, NONCE);
    jobs.putLong(
        job + Layout.TAG, direction == Layout.ENCRYPT ? body + text : scratchAddress + TAG_AT);
    jobs.putLong(job + Layout.TAG_LENGTH, ICV);
    jobs.putLong(job + Layout.AAD, aad);
    jobs.putLong(job + Layout.AAD_LENGTH, aadLength);
    jobs.putInt(job + Layout.CIPHER_MODE, cipher);
    jobs.putInt(job + Layout.DIRECTION, direction);
    jobs.putInt(job + Layout.HASH, hash);
    jobs.putInt(job + Layout.CHAIN_ORDER, direction);
  }
}
