package org.sekisho.ike.message;

import java.util.Optional;

/**
 * What a PUZZLE notification asks for (RFC 8019 section 8.1).
 *
 * @param prf transform ID of the PRF to use
 * @param difficulty least number of zero bits at the end of each of its results; 0 leaves the
 *     effort to the initiator
 */
public record PuzzleDemand(int prf, int difficulty) {

  /** Out of a notification's data, empty when it is of another length. */
  public static Optional<PuzzleDemand> of(NotifyPayload notify) {
    byte[] data = notify.data();
    return data.length == 3
        ? Optional.of(new PuzzleDemand((data[0] & 0xff) << 8 | (data[1] & 0xff), data[2] & 0xff))
        : Optional.empty();
  }

  /** As a notification. */
  public NotifyPayload notification() {
    return NotifyPayload.of(NotifyType.PUZZLE, (byte) (prf >>> 8), (byte) prf, (byte) difficulty);
  }
}
