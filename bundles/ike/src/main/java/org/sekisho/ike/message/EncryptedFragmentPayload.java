package org.sekisho.ike.message;

/**
 * The SKF payload as it travels: a part of an SK payload's content, encrypted for itself (RFC 7383
 * section 2.5).
 *
 * @param innerType type of the first payload inside in fragment 1, 0 in others
 * @param number fragment number, from 1
 * @param total total fragments, at least {@code number}
 * @param start offset of {@code body} in the message; what is before it the ICV covers too
 * @param body IV, ciphertext, ICV
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record EncryptedFragmentPayload(int innerType, int number, int total, int start, byte[] body)
    implements Payload {

  /**
   * Reads the payload after its generic header.
   *
   * @throws MalformedMessageException when the numbers are none RFC 7383 section 2.6 allows
   */
  static EncryptedFragmentPayload decode(int innerType, WireReader in)
      throws MalformedMessageException {
    int number = in.u16();
    int total = in.u16();
    if (number == 0 || number > total) {
      throw new MalformedMessageException("fragment " + number + " of " + total);
    }
    return new EncryptedFragmentPayload(innerType, number, total, in.position(), in.rest());
  }

  @Override
  public int type() {
    return SKF;
  }
}
