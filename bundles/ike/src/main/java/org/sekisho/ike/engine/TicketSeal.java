package org.sekisho.ike.engine;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;

/**
 * Seals and opens the tickets this router gives out (RFC 5723 sections 6 and 9.2):
 *
 * <pre>
 *   version of the key (4) | IV (8) | AES-256-GCM of the ticket, the eight octets before it included
 * </pre>
 *
 * The key is in memory only, so a restart makes every ticket worthless; it changes every {@link
 * #KEY_MILLIS}, and the one before stays good for as long again.
 */
final class TicketSeal implements AutoCloseable {

  /** How long tickets are sealed under one key, and the longest life of a ticket. */
  static final long KEY_MILLIS = 24 * 3_600_000L;

  private static final EncryptionAlgorithm CIPHER = EncryptionAlgorithm.AES_GCM_16;
  private static final int KEY_BITS = 256;
  private static final int SALT = 4;
  private static final int HEAD = 4 + 8;

  private final IkeCrypto crypto;
  private final SecureRandom random;
  private byte[] key = new byte[0];
  private byte[] previous = new byte[0];
  private int version;
  private long renewAt;
  private long numbers;
  private long ivs;

  TicketSeal(IkeCrypto crypto, SecureRandom random) {
    this.crypto = crypto;
    this.random = random;
  }

  /** A number higher than all before. */
  long nextNumber() {
    return ++numbers;
  }

  /**
   * Seals a ticket.
   *
   * @param content zeroed here
   * @return empty where there is no cipher for it
   */
  Optional<byte[]> seal(long now, byte[] content) {
    if (!crypto.supports(CIPHER, KEY_BITS)) {
      Arrays.fill(content, (byte) 0);
      return Optional.empty();
    }
    renew(now);
    byte[] head = ByteBuffer.allocate(HEAD).putInt(version).putLong(++ivs).array();
    byte[] body = crypto.encrypt(CIPHER, key, iv(head), head, content);
    Arrays.fill(content, (byte) 0);
    byte[] ticket = Arrays.copyOf(head, HEAD + body.length);
    System.arraycopy(body, 0, ticket, HEAD, body.length);
    return Optional.of(ticket);
  }

  /** What a ticket says, empty when it is none of ours or its key is gone. */
  Optional<SessionTicket> open(long now, byte[] ticket) {
    renew(now);
    if (ticket.length <= HEAD || !crypto.supports(CIPHER, KEY_BITS)) {
      return Optional.empty();
    }
    int sealedUnder = ByteBuffer.wrap(ticket).getInt();
    byte[] under = sealedUnder == version ? key : previous;
    if (under.length == 0 || (under == previous && sealedUnder != version - 1)) {
      return Optional.empty();
    }
    byte[] head = Arrays.copyOf(ticket, HEAD);
    byte[] body = Arrays.copyOfRange(ticket, HEAD, ticket.length);
    try {
      return Optional.of(SessionTicket.decode(crypto.decrypt(CIPHER, under, iv(head), head, body)));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // the contract: anybody may send anything as a ticket
    }
  }

  private static byte[] iv(byte[] head) {
    return Arrays.copyOfRange(head, 4, HEAD);
  }

  private void renew(long now) {
    if (key.length > 0 && now < renewAt) {
      return;
    }
    Arrays.fill(previous, (byte) 0);
    if (now < renewAt + KEY_MILLIS) {
      previous = key;
    } else {
      Arrays.fill(key, (byte) 0);
      previous = new byte[0];
    }
    key = new byte[KEY_BITS / 8 + SALT];
    random.nextBytes(key);
    version++;
    renewAt = now + KEY_MILLIS;
  }

  /** Forgets the keys; tickets under them are of no use any more. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(previous, (byte) 0);
    key = new byte[0];
    previous = new byte[0];
  }
}
