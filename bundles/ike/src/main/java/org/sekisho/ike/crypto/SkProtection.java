package org.sekisho.ike.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.SpiCodec;

/**
 * Seals and opens the SK payloads of one IKE SA (RFC 7296 section 3.14, RFC 5282). One thread. AEAD
 * IVs are a counter, CBC IVs are random.
 */
public final class SkProtection {

  private final IkeCrypto crypto;
  private final SecureRandom random;
  private final IkeSuite suite;
  private final IkeKeys keys;
  private final boolean initiator;
  private long ivCounter;

  /**
   * @param initiator whether we are the original initiator of the IKE SA
   */
  public SkProtection(
      IkeCrypto crypto, SecureRandom random, IkeSuite suite, IkeKeys keys, boolean initiator) {
    this.crypto = crypto;
    this.random = random;
    this.suite = suite;
    this.keys = keys;
    this.initiator = initiator;
  }

  /** A whole message around sealed payloads. */
  public byte[] seal(
      long spiI, long spiR, int exchange, int flags, int messageId, List<Payload> payloads) {
    byte[] chain = PayloadChain.encode(payloads);
    byte[] plaintext = pad(chain);
    int ivLength = suite.encryption().ivLength();
    int bodyLength = ivLength + plaintext.length + suite.icvLength();
    byte[] head =
        PayloadChain.protectedHead(
            spiI, spiR, exchange, flags, messageId, PayloadChain.firstType(payloads), bodyLength);
    byte[] iv = nextIv();
    byte[] key = initiator ? keys.ei : keys.er;
    byte[] sealed = crypto.encrypt(suite.encryption(), key, iv, head, plaintext);
    Arrays.fill(plaintext, (byte) 0);
    Arrays.fill(chain, (byte) 0);
    byte[] message = KeySchedule.concat(head, iv, sealed);
    if (suite.encryption().isAead()) {
      return message;
    }
    byte[] icv = crypto.integrity(suite.integrity(), initiator ? keys.ai : keys.ar, message);
    return KeySchedule.concat(message, icv);
  }

  /**
   * Verifies and decrypts the peer's SK payload.
   *
   * @param message the whole message
   * @param length octets of it that count
   * @return the payload chain inside
   * @throws GeneralSecurityException when it is too short, its ICV is wrong or its padding is
   */
  public byte[] open(byte[] message, int length, EncryptedPayload sk)
      throws GeneralSecurityException {
    byte[] body = sk.body();
    int ivLength = suite.encryption().ivLength();
    int icvLength = suite.icvLength();
    int cipherLength = body.length - ivLength - icvLength;
    int block = suite.encryption().blockLength();
    if (cipherLength < Math.max(1, block) || cipherLength % block != 0) {
      throw new GeneralSecurityException("encrypted payload of " + body.length + " octets");
    }
    byte[] key = initiator ? keys.er : keys.ei;
    byte[] iv = Arrays.copyOf(body, ivLength);
    byte[] head = Arrays.copyOf(message, sk.start());
    byte[] plaintext;
    if (suite.encryption().isAead()) {
      byte[] sealed = Arrays.copyOfRange(body, ivLength, body.length);
      plaintext = crypto.decrypt(suite.encryption(), key, iv, head, sealed);
    } else {
      byte[] covered = Arrays.copyOf(message, length - icvLength);
      byte[] icv = Arrays.copyOfRange(message, length - icvLength, length);
      byte[] expected = crypto.integrity(suite.integrity(), initiator ? keys.ar : keys.ai, covered);
      if (!MessageDigest.isEqual(expected, icv)) {
        throw new GeneralSecurityException("integrity check value is wrong");
      }
      byte[] sealed = Arrays.copyOfRange(body, ivLength, ivLength + cipherLength);
      plaintext = crypto.decrypt(suite.encryption(), key, iv, head, sealed);
    }
    return unpad(plaintext);
  }

  private byte[] pad(byte[] chain) {
    int block = Math.max(1, suite.encryption().blockLength());
    int padLength = (block - (chain.length + 1) % block) % block;
    byte[] padded = Arrays.copyOf(chain, chain.length + padLength + 1);
    padded[padded.length - 1] = (byte) padLength;
    return padded;
  }

  private static byte[] unpad(byte[] plaintext) throws GeneralSecurityException {
    int padLength = plaintext[plaintext.length - 1] & 0xff;
    if (padLength + 1 > plaintext.length) {
      throw new GeneralSecurityException("padding longer than the payload");
    }
    return Arrays.copyOf(plaintext, plaintext.length - padLength - 1);
  }

  private byte[] nextIv() {
    if (suite.encryption().isAead()) {
      return SpiCodec.octets(++ivCounter);
    }
    byte[] iv = new byte[suite.encryption().ivLength()];
    random.nextBytes(iv);
    return iv;
  }
}
