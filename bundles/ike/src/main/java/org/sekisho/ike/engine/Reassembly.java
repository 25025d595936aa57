package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.ike.message.EncryptedFragmentPayload;
import org.sekisho.ike.message.IkeHeader;

/**
 * Fragments of the peer's messages of one IKE SA (RFC 7383 section 2.6), each opened before it is
 * kept. Bounded in fragments, octets and time; what all SAs of the engine keep together is bounded
 * by {@link ReassemblyRoom}.
 */
final class Reassembly {

  private static final int MOST_FRAGMENTS = 128;
  private static final int MOST_OCTETS = 65_535;
  private static final long WAIT_MILLIS = 30_000;

  private final EngineContext context;
  private final Map<Key, Incomplete> messages = new HashMap<>();
  private int octets;

  /** Requests and responses have message IDs of their own. */
  private record Key(boolean response, int messageId) {
    static Key of(IkeHeader header) {
      return new Key(header.isResponse(), header.messageId());
    }
  }

  /**
   * A message whose fragments have all come.
   *
   * @param firstType type of the first payload inside
   * @param chain the payload chain
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Whole(int firstType, byte[] chain) {}

  /** Fragments so far of one message. */
  private static final class Incomplete {
    final int exchangeType;
    final byte[][] parts;
    int firstType;
    int missing;
    DeadlineQueue.Deadline timeout;

    Incomplete(int exchangeType, int total) {
      this.exchangeType = exchangeType;
      this.parts = new byte[total][];
      this.missing = total;
    }
  }

  Reassembly(EngineContext context) {
    this.context = context;
  }

  /** Whether the fragment is worth opening; before that its numbers are anybody's word. */
  boolean wants(IkeHeader header, EncryptedFragmentPayload fragment) {
    Incomplete message = messages.get(Key.of(header));
    boolean fits =
        fragment.total() <= MOST_FRAGMENTS
            && (message == null
                || (message.exchangeType == header.exchangeType()
                    && fragment.total() >= message.parts.length));
    if (!fits) {
      context.counters.count(Counter.FRAGMENT_REFUSED);
      return false;
    }
    if (message != null
        && fragment.total() == message.parts.length
        && message.parts[fragment.number() - 1] != null) {
      context.counters.count(Counter.FRAGMENT_REPEATED);
      return false;
    }
    return true;
  }

  /**
   * Keeps a fragment that was wanted and authentic.
   *
   * @param part its content
   * @param authenticated whether the peer is
   * @return the message when this was the last fragment of it
   */
  Optional<Whole> add(
      IkeHeader header, EncryptedFragmentPayload fragment, byte[] part, boolean authenticated) {
    Key key = Key.of(header);
    Incomplete message = messages.get(key);
    if (message != null && fragment.total() > message.parts.length) {
      forget(key); // the sender tries smaller ones now
      message = null;
    }
    if (octets + part.length > MOST_OCTETS
        || !context.reassemblyRoom.take(part.length, authenticated)) {
      context.counters.count(Counter.FRAGMENT_NO_ROOM);
      return Optional.empty();
    }
    if (message == null) {
      message = new Incomplete(header.exchangeType(), fragment.total());
      message.timeout = context.after(WAIT_MILLIS, () -> late(key));
      messages.put(key, message);
    }
    octets += part.length;
    message.parts[fragment.number() - 1] = part;
    if (fragment.number() == 1) {
      message.firstType = fragment.innerType();
    }
    return --message.missing > 0 ? Optional.empty() : Optional.of(whole(key, message));
  }

  private Whole whole(Key key, Incomplete message) {
    byte[] chain = new byte[Arrays.stream(message.parts).mapToInt(p -> p.length).sum()];
    int at = 0;
    for (byte[] part : message.parts) {
      System.arraycopy(part, 0, chain, at, part.length);
      at += part.length;
    }
    forget(key);
    return new Whole(message.firstType, chain);
  }

  private void late(Key key) {
    context.counters.count(Counter.FRAGMENTS_INCOMPLETE);
    forget(key);
  }

  private void forget(Key key) {
    Incomplete message = messages.remove(key);
    message.timeout.cancel();
    for (byte[] part : message.parts) {
      if (part != null) {
        octets -= part.length;
        context.reassemblyRoom.give(part.length);
        Arrays.fill(part, (byte) 0);
      }
    }
  }

  /** The IKE SA is gone. */
  void close() {
    List<Key> keys = new ArrayList<>(messages.keySet());
    keys.forEach(this::forget);
  }
}
