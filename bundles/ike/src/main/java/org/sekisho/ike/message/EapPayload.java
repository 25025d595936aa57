package org.sekisho.ike.message;

/**
 * An EAP packet (RFC 7296 section 3.16), which only the EAP methods understand.
 *
 * @param packet EAP packet, header included
 */
@SuppressWarnings("ArrayRecordComponent") // octets never compared
public record EapPayload(byte[] packet) implements Payload {

  @Override
  public int type() {
    return EAP;
  }

  @Override
  public byte[] body() {
    return packet;
  }

  /** Length only: packets hold challenges and answers. */
  @Override
  public String toString() {
    return "EapPayload[" + packet.length + " octets]";
  }
}
