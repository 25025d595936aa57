package org.sekisho.ike.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.SpiCodec;

/**
 * Seals and opens the SK and SKF payloads of one IKE SA (RFC 7296 section 3.14, RFC 5282, RFC 7383
 * section 2.5). One thread. AEAD IVs are a counter, CBC IVs are random.
 */
public final class SkProtection {

  /** Octets of a fragment before its IV: header, generic payload header, fragment numbers. */
  private static final int FRAGMENT_HEAD = IkeHeader.LENGTH + 8;

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

  /**
   * A whole message around sealed payloads, in fragments where it would be too long (RFC 7383
   * section 2.5).
   *
   * @param longest most octets of an IKE message; {@link Integer#MAX_VALUE} for no fragments
   * @return the message, or its fragments in order
   */
  public List<byte[]> seal(
      long spiI,
      long spiR,
      int exchange,
      int flags,
      int messageId,
      List<Payload> payloads,
      int longest) {
    byte[] chain = PayloadChain.encode(payloads);
    int first = PayloadChain.firstType(payloads);
    try {
      byte[] head =
          PayloadChain.protectedHead(
              spiI, spiR, exchange, flags, messageId, first, bodyLength(chain.length));
      if (head.length + bodyLength(chain.length) <= longest) {
        return List.of(seal(head, chain));
      }
      int content = longestContent(longest - FRAGMENT_HEAD);
      int total = (chain.length + content - 1) / content;
      List<byte[]> fragments = new ArrayList<>();
      for (int number = 1; number <= total; number++) {
        int from = (number - 1) * content;
        byte[] part = Arrays.copyOfRange(chain, from, Math.min(chain.length, from + content));
        byte[] fragmentHead =
            PayloadChain.fragmentHead(
                spiI,
                spiR,
                exchange,
                flags,
                messageId,
                number == 1 ? first : 0,
                number,
                total,
                bodyLength(part.length));
        fragments.add(seal(fragmentHead, part));
        Arrays.fill(part, (byte) 0);
      }
      return fragments;
    } finally {
      Arrays.fill(chain, (byte) 0);
    }
  }

  /** Octets of IV, padded ciphertext and ICV for so many octets of content. */
  private int bodyLength(int content) {
    int block = block();
    int padded = (content + 1 + block - 1) / block * block;
    return suite.encryption().ivLength() + padded + suite.icvLength();
  }

  /** How much content fits into a body of so many octets. */
  private int longestContent(int body) {
    int room = body - suite.encryption().ivLength() - suite.icvLength();
    return room / block() * block() - 1;
  }

  private int block() {
    return Math.max(1, suite.encryption().blockLength());
  }

  private byte[] seal(byte[] head, byte[] content) {
    byte[] plaintext = pad(content);
    byte[] iv = nextIv();
    byte[] key = initiator ? keys.ei : keys.er;
    byte[] sealed = crypto.encrypt(suite.encryption(), key, iv, head, plaintext);
    Arrays.fill(plaintext, (byte) 0);
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
    return open(message, length, sk.start(), sk.body());
  }

  /**
   * Verifies and decrypts one fragment of the peer's.
   *
   * @param message the whole datagram
   * @param length octets of it that count
   * @return a part of the payload chain
   * @throws GeneralSecurityException when it is too short, its ICV is wrong or its padding is
   */
  public byte[] open(byte[] message, int length, EncryptedFragmentPayload skf)
      throws GeneralSecurityException {
    return open(message, length, skf.start(), skf.body());
  }

  private byte[] open(byte[] message, int length, int start, byte[] body)
      throws GeneralSecurityException {
    int ivLength = suite.encryption().ivLength();
    int icvLength = suite.icvLength();
    int cipherLength = body.length - ivLength - icvLength;
    if (cipherLength < block() || cipherLength % block() != 0) {
      throw new GeneralSecurityException("encrypted payload of " + body.length + " octets");
    }
    byte[] key = initiator ? keys.er : keys.ei;
    byte[] iv = Arrays.copyOf(body, ivLength);
    byte[] head = Arrays.copyOf(message, start);
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
    int block = block();
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
