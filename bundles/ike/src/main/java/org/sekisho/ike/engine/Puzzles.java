package org.sekisho.ike.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.PuzzleDemand;
import org.sekisho.ike.message.PuzzleSolutionPayload;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;

/** Puzzles of IKE_SA_INIT: choosing and checking (RFC 8019 sections 7.1.1 and 7.1.4). */
final class Puzzles {

  private Puzzles() {}

  /** The first PRF the initiator offers that there is here too; it is told by no other place. */
  static Optional<PrfAlgorithm> prfOf(IkeHeader header, byte[] message, IkeCrypto crypto) {
    if (!(PayloadChain.decodePlain(header, message) instanceof Decoded.Ok ok)) {
      return Optional.empty();
    }
    return ok.payloads().first(SaPayload.class).stream()
        .flatMap(sa -> sa.proposals().stream())
        .flatMap(p -> p.transforms().stream())
        .filter(t -> t.type() == Transform.PRF)
        .map(t -> Algorithms.byId(PrfAlgorithm.class, PrfAlgorithm::id, t.id()))
        .flatMap(Optional::stream)
        .filter(crypto::supports)
        .findFirst();
  }

  /**
   * Whether the four keys solve the puzzle.
   *
   * @param puzzle what was asked
   * @param string what the PRF is applied to: the cookie
   */
  static boolean isSolved(
      IkeCrypto crypto, PuzzleDemand puzzle, byte[] string, PuzzleSolutionPayload solution) {
    Optional<PrfAlgorithm> prf =
        Algorithms.byId(PrfAlgorithm.class, PrfAlgorithm::id, puzzle.prf());
    int length = solution.data().length / PuzzleSolutionPayload.KEYS;
    if (prf.isEmpty() || length > prf.get().outputLength()) {
      return false;
    }
    Set<List<Byte>> keys = new HashSet<>();
    for (int i = 0; i < PuzzleSolutionPayload.KEYS; i++) {
      byte[] key = solution.key(i);
      if (!keys.add(boxed(key))
          || zeroBits(crypto.prf(prf.get(), key, string)) < puzzle.difficulty()) {
        return false;
      }
    }
    return true;
  }

  private static List<Byte> boxed(byte[] octets) {
    Byte[] boxed = new Byte[octets.length];
    Arrays.setAll(boxed, i -> octets[i]);
    return List.of(boxed);
  }

  /** Zero bits at the end. */
  static int zeroBits(byte[] octets) {
    int bits = 0;
    for (int i = octets.length - 1; i >= 0; i--) {
      if (octets[i] != 0) {
        return bits + Integer.numberOfTrailingZeros(octets[i] & 0xff);
      }
      bits += 8;
    }
    return bits;
  }
}
