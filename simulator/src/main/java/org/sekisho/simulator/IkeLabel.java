package org.sekisho.simulator;

import java.nio.ByteBuffer;

/** A line about an IKE message, from its header alone. */
final class IkeLabel {

  private IkeLabel() {}

  static String of(byte[] message) {
    if (message.length < 28) {
      return message.length + " octets";
    }
    ByteBuffer header = ByteBuffer.wrap(message);
    String exchange =
        switch (message[18] & 0xff) {
          case 34 -> "IKE_SA_INIT";
          case 35 -> "IKE_AUTH";
          case 36 -> "CREATE_CHILD_SA";
          case 37 -> "INFORMATIONAL";
          case 38 -> "IKE_SESSION_RESUME";
          default -> "exchange " + (message[18] & 0xff);
        };
    return String.format(
        "%s %s %d of IKE SA %08x, %d octets",
        exchange,
        (message[19] & 0x20) != 0 ? "response" : "request",
        header.getInt(20),
        header.getInt(0),
        message.length);
  }
}
