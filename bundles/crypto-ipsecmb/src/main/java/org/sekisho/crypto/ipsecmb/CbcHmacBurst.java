package org.sekisho.crypto.ipsecmb;

import java.nio.ByteBuffer;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.net.PacketBatch;

/**
 * AES-CBC with HMAC (RFC 3602, 2404, 4868): one burst of ciphers, one of MACs. CBC encryption and
 * hashing go octet after octet within a packet; the library works on several packets at a time,
 * which is where its speed comes from. A packet is decrypted only after its ICV was found right.
 */
final class CbcHmacBurst extends BurstTransform {

  private static final int HIGH_HALF = 4;

  /** Where in the scratch of a packet the computed ICV is; it has up to 32 octets. */
  private static final int TAG_AT = 0;

  private final IvSource ivs;
  private final CbcHmacKeys places;
  private final int keyLength;
  private final int hash;

  /**
   * Makes a transform.
   *
   * @param keys the keys as the library wants them
   * @param places where they are
   * @param ivs fresh IVs, null when inbound
   */
  CbcHmacBurst(
      ImbLibrary library,
      NativeBlock keys,
      CbcHmacKeys places,
      IvSource ivs,
      EspSuite suite,
      Direction direction) {
    super(library, keys, suite, direction);
    this.ivs = ivs;
    this.places = places;
    keyLength = suite.keyBits() / 8;
    hash = CbcHmacKeys.hash(suite.integrity());
  }

  @Override
  void sealBurst(Manager manager, PacketBatch batch, long base, int burst) {
    ByteBuffer memory = batch.memory();
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      ivs.next(memory, batch.offset(i) + HEADER);
      cipherJob(manager, n, base + batch.offset(i), batch.length(i));
    }
    cipher(manager, burst, Layout.ENCRYPT);
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      int end = batch.offset(i) + batch.length(i) - icvLength();
      if (esn()) {
        memory.putInt(end, (int) (batch.sequence(i) >>> 32));
      }
      hashJob(manager, n, base + batch.offset(i), batch.length(i), base + end);
    }
    hash(manager, burst);
  }

  @Override
  void openBurst(Manager manager, PacketBatch batch, long base, int burst) {
    int good = 0;
    verify(manager, batch, base, burst);
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      if (matches(manager, batch, i, n)) {
        cipherJob(manager, good++, base + batch.offset(i), batch.length(i));
      } else {
        batch.drop(i);
      }
    }
    if (good > 0) {
      cipher(manager, good, Layout.DECRYPT);
    }
  }

  private void verify(Manager manager, PacketBatch batch, long base, int burst) {
    ByteBuffer memory = batch.memory();
    for (int n = 0; n < burst; n++) {
      int i = manager.packets[n];
      int end = batch.offset(i) + batch.length(i) - icvLength();
      if (esn()) {
        // What is hashed last is not on the wire; it lies where the ICV was for a moment.
        manager.displaced[n] = memory.getInt(end);
        memory.putInt(end, (int) (batch.sequence(i) >>> 32));
      }
      long tag = manager.scratch().address() + n * Manager.SCRATCH + TAG_AT;
      hashJob(manager, n, base + batch.offset(i), batch.length(i), tag);
    }
    hash(manager, burst);
    if (esn()) {
      for (int n = 0; n < burst; n++) {
        int i = manager.packets[n];
        int end = batch.offset(i) + batch.length(i) - icvLength();
        memory.putInt(end, manager.displaced[n]);
      }
    }
  }

  /** Compares in constant time; ICVs have a multiple of four octets. */
  private boolean matches(Manager manager, PacketBatch batch, int i, int n) {
    ByteBuffer memory = batch.memory();
    ByteBuffer scratch = manager.scratch().buffer();
    int end = batch.offset(i) + batch.length(i) - icvLength();
    int tag = n * Manager.SCRATCH + TAG_AT;
    int difference = 0;
    for (int at = 0; at < icvLength(); at += Integer.BYTES) {
      difference |= memory.getInt(end + at) ^ Integer.reverseBytes(scratch.getInt(tag + at));
    }
    return difference == 0;
  }

  private void cipherJob(Manager manager, int n, long packet, int length) {
    ByteBuffer jobs = manager.jobs().buffer();
    int job = n * Layout.JOB;
    long body = packet + HEADER + ivLength();
    jobs.putLong(job + Layout.ENC_KEYS, keys() + places.encryption());
    jobs.putLong(job + Layout.DEC_KEYS, keys() + places.decryption());
    jobs.putLong(job + Layout.KEY_LENGTH, keyLength);
    jobs.putLong(job + Layout.SOURCE, body);
    jobs.putLong(job + Layout.TARGET, body);
    jobs.putLong(job + Layout.CIPHER_START, 0);
    jobs.putLong(job + Layout.CIPHER_LENGTH, length - HEADER - ivLength() - icvLength());
    jobs.putLong(job + Layout.IV, packet + HEADER);
    jobs.putLong(job + Layout.IV_LENGTH, ivLength());
  }

  private void hashJob(Manager manager, int n, long packet, int length, long tag) {
    ByteBuffer jobs = manager.jobs().buffer();
    int job = n * Layout.JOB;
    jobs.putLong(job + Layout.SOURCE, packet);
    jobs.putLong(job + Layout.HASH_START, 0);
    jobs.putLong(job + Layout.HASH_LENGTH, length - icvLength() + (esn() ? HIGH_HALF : 0));
    jobs.putLong(job + Layout.TAG, tag);
    jobs.putLong(job + Layout.TAG_LENGTH, icvLength());
    jobs.putLong(job + Layout.INNER_STATE, keys() + places.innerState());
    jobs.putLong(job + Layout.OUTER_STATE, keys() + places.outerState());
  }

  private void cipher(Manager manager, int burst, int direction) {
    long jobs = manager.jobs().address();
    check(
        manager,
        burst,
        Imb.submitCipherBurst(manager.address(), jobs, burst, Layout.CBC, direction, keyLength),
        Layout.COMPLETED_CIPHER);
  }

  private void hash(Manager manager, int burst) {
    long jobs = manager.jobs().address();
    check(
        manager,
        burst,
        Imb.submitHashBurst(manager.address(), jobs, burst, hash),
        Layout.COMPLETED_AUTH);
  }

  private static void check(Manager manager, int burst, int done, int bit) {
    ByteBuffer jobs = manager.jobs().buffer();
    boolean complete = done == burst;
    for (int n = 0; n < burst; n++) {
      complete &= (jobs.getInt(n * Layout.JOB + Layout.STATUS) & bit) != 0;
      jobs.putInt(n * Layout.JOB + Layout.STATUS, 0);
    }
    if (!complete) {
      throw new IllegalStateException("ipsec-mb did " + done + " of " + burst + " jobs");
    }
  }

  @Override
  public void close() {
    super.close();
    if (ivs != null) {
      ivs.close();
    }
  }
}
