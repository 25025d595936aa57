package org.sekisho.ike.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.message.NotifyPayload;

/** A ticket the peer gave us, with what we need beside it to resume the IKE SA (RFC 5723). */
final class KeptTicket implements AutoCloseable {

  /** The first message of a resumption must fit into one packet, for it has no fragments. */
  private static final int LONGEST = 1_000;

  private static final int LIFE = 4;

  private final byte[] octets;
  private final IkeSession session;
  private final IkeSuite suite;
  private final byte[] key;
  private final long life;
  private boolean closed;

  private KeptTicket(IkeSa sa, byte[] octets, long life) {
    this.octets = octets;
    this.session = sa.session();
    this.suite = sa.suite();
    this.key = sa.keys().resumptionKey();
    this.life = life;
  }

  /**
   * The ticket in a TICKET_LT_OPAQUE notification: its life in seconds, then the ticket (section
   * 7.2). No ticket outlives the longest life of an IKE SA here, whatever the peer says.
   *
   * @param sa what it resumes
   * @return empty when it is of no use
   */
  static Optional<KeptTicket> of(IkeSa sa, NotifyPayload notification) {
    byte[] data = notification.data();
    if (data.length <= LIFE || data.length > LIFE + LONGEST) {
      return Optional.empty();
    }
    long seconds = Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt());
    long longest = sa.life().expiresAt() - sa.context().now();
    long life = Math.min(1000 * seconds, longest);
    return life <= 0
        ? Optional.empty()
        : Optional.of(new KeptTicket(sa, Arrays.copyOfRange(data, LIFE, data.length), life));
  }

  /** What goes back to the peer. */
  byte[] octets() {
    return octets;
  }

  /** The session it goes on with. */
  IkeSession session() {
    return session;
  }

  /** Algorithms of the IKE SA. */
  IkeSuite suite() {
    return suite;
  }

  /**
   * SK_d of the IKE SA; not a copy.
   *
   * @throws IllegalStateException when it has been forgotten: keys made of zeros are anybody's
   */
  byte[] key() {
    if (closed) {
      throw new IllegalStateException("the ticket has been dropped");
    }
    return key;
  }

  /** Whether it has been forgotten. */
  boolean isClosed() {
    return closed;
  }

  /** Milliseconds from when it came until it is of no use. */
  long life() {
    return life;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
    Arrays.fill(octets, (byte) 0);
  }

  @Override
  public String toString() {
    return "KeptTicket[confidential]";
  }
}
