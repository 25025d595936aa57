package org.sekisho.ike.message;

import java.util.List;

/**
 * One proposal of an SA payload (RFC 7296 section 3.3.1).
 *
 * @param number proposal number, from 1
 * @param protocol see {@link ProtocolId}
 * @param spi the sender's SPI: empty, 4 or 8 octets
 * @param transforms transforms in order of preference
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record Proposal(int number, int protocol, byte[] spi, List<Transform> transforms) {

  /** Copies the list. */
  public Proposal {
    transforms = List.copyOf(transforms);
  }

  /** Transforms of one type. */
  public List<Transform> ofType(int type) {
    return transforms.stream().filter(t -> t.type() == type).toList();
  }
}
