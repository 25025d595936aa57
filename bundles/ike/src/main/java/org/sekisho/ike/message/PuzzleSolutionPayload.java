package org.sekisho.ike.message;

import java.util.Arrays;

/**
 * Solution of a puzzle: four different keys of one length (RFC 8019 section 8.2).
 *
 * @param data the keys one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record PuzzleSolutionPayload(byte[] data) implements Payload {

  /** How many keys a solution has. */
  public static final int KEYS = 4;

  static PuzzleSolutionPayload decode(WireReader in) throws MalformedMessageException {
    if (in.remaining() == 0 || in.remaining() % KEYS != 0) {
      throw new MalformedMessageException("puzzle solution of " + in.remaining() + " octets");
    }
    return new PuzzleSolutionPayload(in.rest());
  }

  /** One of the keys, from 0. */
  public byte[] key(int index) {
    int length = data.length / KEYS;
    return Arrays.copyOfRange(data, index * length, (index + 1) * length);
  }

  @Override
  public int type() {
    return PUZZLE_SOLUTION;
  }

  @Override
  public byte[] body() {
    return data.clone();
  }
}
